-- Numbers are handed out by the program, a thousand at a time, before a change is written, so that
-- changes of one user can be committed side by side and still be told in the order of their numbers.
ALTER TABLE trading.orders ALTER COLUMN sequence DROP DEFAULT;
ALTER SEQUENCE trading.order_sequence INCREMENT BY 1000;
