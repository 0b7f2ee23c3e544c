ALTER TABLE trading.orders
    -- The terms as they are now; null while no amend was confirmed.
    ADD COLUMN now_quantity       numeric(38, 18) CHECK (now_quantity > 0),
    ADD COLUMN now_price          numeric(38, 18),
    ADD COLUMN now_stop_price     numeric(38, 18),
    ADD COLUMN now_reserved       numeric(38, 18),
    -- The name that finds it at the exchange now, where that made another order of it.
    ADD COLUMN now_sent_as        varchar(32),
    -- What was filled of orders that the exchange cancelled in favour of this one: its own count
    -- begins anew with each.
    ADD COLUMN carried_quantity   numeric(38, 18) NOT NULL DEFAULT 0 CHECK (carried_quantity >= 0),
    -- The exchange's ids of those, with spaces between them.
    ADD COLUMN former_order_ids   text NOT NULL DEFAULT '',
    -- What an amend asked for, from before it is sent until its answer is known.
    ADD COLUMN wish_quantity      numeric(38, 18) CHECK (wish_quantity > 0),
    ADD COLUMN wish_price         numeric(38, 18),
    ADD COLUMN wish_stop_price    numeric(38, 18),
    ADD COLUMN wish_reserved      numeric(38, 18),
    ADD COLUMN wish_sent_as       varchar(32),
    ADD COLUMN wish_at            timestamptz,
    -- The market when the order came in.
    ADD COLUMN arrival_price      numeric(38, 18),
    ADD COLUMN arrival_middle     numeric(38, 18),
    ADD COLUMN arrival_age_micros bigint,
    -- Of the fills against arrival_price, in basis points; positive is worse for the owner.
    ADD COLUMN slippage_bps       numeric,
    -- When the order left and when the exchange's clear answer to it came.
    ADD COLUMN sent_at            timestamptz,
    ADD COLUMN answered_at        timestamptz;

CREATE INDEX orders_of_user_by_change ON trading.orders (user_id, updated_at, id);

-- Every order at an exchange that an amended order was or may have become, beside the one that
-- trading.orders names.
CREATE TABLE trading.order_legs (
    order_id          uuid NOT NULL REFERENCES trading.orders (id),
    link_id           uuid NOT NULL,
    sent_as           varchar(32) NOT NULL,
    -- Empty while the exchange did not tell it.
    exchange_order_id varchar(100) NOT NULL,
    created_at        timestamptz NOT NULL,
    PRIMARY KEY (sent_as, exchange_order_id)
);

CREATE INDEX legs_at_exchange ON trading.order_legs (link_id, exchange_order_id);
