-- When the exchange ends an order whose time in force is gtd.
ALTER TABLE trading.orders
    ADD COLUMN good_till timestamptz;
