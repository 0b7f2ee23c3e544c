CREATE TABLE broken (id integer PRIMARY KEY);
ALTER TABLE missing ADD COLUMN nothing integer;
