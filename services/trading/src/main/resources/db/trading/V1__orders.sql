-- K2's mirror of orders. The exchange is always right; this is what it last told.

CREATE TABLE trading.installation (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    prefix   varchar(6) NOT NULL
);

-- Rises with every change of any order; clients resume from it.
CREATE SEQUENCE trading.order_sequence;

CREATE TABLE trading.orders (
    id                 uuid PRIMARY KEY,
    user_id            uuid NOT NULL,
    link_id            uuid NOT NULL,
    -- The user's own name of the order, never sent to an exchange.
    client_order_id    varchar(50) NOT NULL,
    -- SHA-256 of what was asked for: the same name with another body is a conflict.
    body_hash          char(64) NOT NULL,
    exchange           varchar(20) NOT NULL,
    -- The name that the exchange sees.
    sent_as            varchar(32) NOT NULL UNIQUE,
    exchange_order_id  varchar(100),
    instrument         varchar(80) NOT NULL,
    instrument_type    varchar(10) NOT NULL CHECK (instrument_type IN ('crypto', 'event')),
    instrument_kind    varchar(10) NOT NULL,
    side               varchar(4) NOT NULL,
    order_type         varchar(20) NOT NULL,
    time_in_force      varchar(10) NOT NULL,
    reduce_only        boolean NOT NULL,
    quantity           numeric(38, 18) NOT NULL CHECK (quantity > 0),
    price              numeric(38, 18),
    stop_price         numeric(38, 18),
    -- What the order's worth counted for when it passed the risk gate, in dollars.
    reserved           numeric(38, 18) NOT NULL,
    status             varchar(10) NOT NULL,
    resolution         varchar(10),
    stale              boolean NOT NULL,
    cancel_requested   boolean NOT NULL,
    filled_quantity    numeric(38, 18) NOT NULL CHECK (filled_quantity >= 0),
    avg_fill_price     numeric(38, 18),
    -- What the exchange itself said last, which fills may lag behind.
    told_status        varchar(10),
    told_filled        numeric(38, 18),
    told_reason        text,
    told_at            timestamptz,
    created_at         timestamptz NOT NULL,
    submitted_at       timestamptz,
    updated_at         timestamptz NOT NULL,
    error_message      text,
    metadata           jsonb NOT NULL,
    sequence           bigint NOT NULL DEFAULT nextval('trading.order_sequence'),
    UNIQUE (user_id, client_order_id)
);

CREATE INDEX orders_of_user ON trading.orders (user_id, created_at, id);
CREATE INDEX orders_of_user_by_status ON trading.orders (user_id, status, created_at, id);
CREATE INDEX orders_at_exchange ON trading.orders (link_id, exchange_order_id);
CREATE INDEX orders_not_final ON trading.orders (link_id)
    WHERE status IN ('pending', 'submitted', 'open', 'partial');

CREATE TABLE trading.order_executions (
    id                 uuid PRIMARY KEY,
    order_id           uuid NOT NULL REFERENCES trading.orders (id),
    user_id            uuid NOT NULL,
    link_id            uuid NOT NULL,
    exchange           varchar(20) NOT NULL,
    exchange_exec_id   varchar(100) NOT NULL,
    exchange_order_id  varchar(100) NOT NULL,
    instrument         varchar(80) NOT NULL,
    side               varchar(4) NOT NULL,
    quantity           numeric(38, 18) NOT NULL CHECK (quantity > 0),
    price              numeric(38, 18) NOT NULL,
    fee                numeric(38, 18) NOT NULL,
    fee_currency       varchar(40) NOT NULL,
    maker              boolean NOT NULL,
    executed_at        timestamptz NOT NULL,
    created_at         timestamptz NOT NULL,
    -- One trade can fill two orders of one account, so the order belongs to the key.
    UNIQUE (link_id, instrument, exchange_exec_id, order_id)
);

CREATE INDEX executions_of_order ON trading.order_executions (order_id, executed_at, id);
CREATE INDEX executions_of_user ON trading.order_executions (user_id, executed_at, id);
CREATE INDEX executions_of_link ON trading.order_executions (link_id, executed_at);

-- Why each order stands where it stands: answers, reports, look-ups. Rows are only ever added.
CREATE TABLE trading.order_events (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id  uuid NOT NULL REFERENCES trading.orders (id),
    at        timestamptz NOT NULL,
    what      varchar(30) NOT NULL,
    evidence  jsonb NOT NULL
);

CREATE INDEX events_of_order ON trading.order_events (order_id, id);

CREATE FUNCTION trading.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only ever gets new rows', TG_TABLE_NAME;
END
$$;

CREATE TRIGGER order_events_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON trading.order_events
    FOR EACH STATEMENT EXECUTE FUNCTION trading.refuse_change();

CREATE TRIGGER order_executions_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON trading.order_executions
    FOR EACH STATEMENT EXECUTE FUNCTION trading.refuse_change();

CREATE TABLE trading.kill_switches (
    user_id    uuid PRIMARY KEY,
    is_on      boolean NOT NULL,
    changed_at timestamptz NOT NULL,
    reason     text
);

CREATE TABLE trading.risk_limits (
    user_id             uuid PRIMARY KEY,
    order_quantity_max  numeric(38, 18) NOT NULL,
    order_notional_max  numeric(38, 18) NOT NULL,
    open_notional_max   numeric(38, 18) NOT NULL,
    collar_percent      numeric(9, 4) NOT NULL,
    price_age_millis    bigint NOT NULL,
    orders_per_second   integer NOT NULL,
    orders_per_minute   integer NOT NULL,
    duplicate_millis    bigint NOT NULL,
    updated_at          timestamptz NOT NULL
);
