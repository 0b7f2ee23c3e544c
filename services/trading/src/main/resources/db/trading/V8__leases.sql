-- Cancels that a node was asked for which does not hold the order's account. Whoever holds it takes
-- them from here and sends them; the order itself keeps the mark, should that node die in between.
CREATE TABLE trading.cancel_wishes (
    order_id  uuid PRIMARY KEY REFERENCES trading.orders (id),
    link_id   uuid NOT NULL,
    wished_at timestamptz NOT NULL
);

CREATE INDEX cancel_wishes_of_link ON trading.cancel_wishes (link_id);
