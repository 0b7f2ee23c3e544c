-- Which outcome of an event contract an order's side and price speak of; null for everything else.
ALTER TABLE trading.orders ADD COLUMN outcome varchar(3) CHECK (outcome IN ('yes', 'no'));
ALTER TABLE trading.order_executions ADD COLUMN outcome varchar(3) CHECK (outcome IN ('yes', 'no'));

-- What the ends of event contracts paid. A correction is a row of its own.
CREATE TABLE trading.settlements (
    id            uuid PRIMARY KEY,
    number        bigint GENERATED ALWAYS AS IDENTITY,
    user_id       uuid NOT NULL,
    link_id       uuid NOT NULL,
    exchange      varchar(20) NOT NULL,
    instrument    varchar(80) NOT NULL,
    ruling        varchar(10) NOT NULL,
    value         numeric(38, 18) NOT NULL CHECK (value BETWEEN 0 AND 1),
    yes_quantity  numeric(38, 18) NOT NULL CHECK (yes_quantity >= 0),
    no_quantity   numeric(38, 18) NOT NULL CHECK (no_quantity >= 0),
    cost          numeric(38, 18) NOT NULL,
    revenue       numeric(38, 18) NOT NULL,
    fee           numeric(38, 18) NOT NULL,
    correction    boolean NOT NULL,
    -- Realised by this row alone; the rows of a contract add up to what its newest end gained.
    booked        numeric(38, 18) NOT NULL,
    settled_at    timestamptz NOT NULL,
    booked_at     timestamptz NOT NULL,
    UNIQUE (link_id, instrument, settled_at, ruling, value)
);

CREATE INDEX settlements_of_user ON trading.settlements (user_id, settled_at, number);
CREATE INDEX settlements_of_link ON trading.settlements (link_id, settled_at);
CREATE INDEX settlements_by_booking ON trading.settlements (booked_at);

CREATE TRIGGER settlements_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON trading.settlements
    FOR EACH STATEMENT EXECUTE FUNCTION trading.refuse_change();
