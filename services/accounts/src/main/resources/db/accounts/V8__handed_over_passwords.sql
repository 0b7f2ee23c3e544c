-- A password that somebody else chose and knows: it opens nothing but the way to another one.
ALTER TABLE users ADD COLUMN password_handed_over boolean NOT NULL DEFAULT false;
