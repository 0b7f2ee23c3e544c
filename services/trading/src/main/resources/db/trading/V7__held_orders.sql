-- Orders that wait for a price in K2 because their exchange does not wait for it. While one of them
-- is pending its exchange knows nothing of it; submitted_at is when it was sent.
ALTER TABLE trading.orders
    ADD COLUMN held             boolean NOT NULL DEFAULT false,
    ADD COLUMN trailing_offset  numeric(38, 18) CHECK (trailing_offset > 0),
    ADD COLUMN trailing_percent numeric(38, 18) CHECK (trailing_percent > 0),
    -- The best price that a trailing stop has seen; it moves one way only.
    ADD COLUMN trailing_mark    numeric(38, 18),
    -- The price was reached: from here on the order goes on to its end wherever the price goes.
    ADD COLUMN triggered_at     timestamptz,
    -- The other order of an OCO.
    ADD COLUMN pair_id          uuid REFERENCES trading.orders (id) DEFERRABLE INITIALLY DEFERRED;

CREATE INDEX orders_held ON trading.orders (created_at, id) WHERE held AND status = 'pending';
