-- Every change of limits and switches raises this number in its own transaction, so that one cheap
-- question tells a node whether there is anything new. The row's lock makes the numbers rise in the
-- order of the commits.
CREATE TABLE trading.risk_changes (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    number   bigint NOT NULL
);

INSERT INTO trading.risk_changes (number) VALUES (0);

CREATE FUNCTION trading.count_risk_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE trading.risk_changes SET number = number + 1 RETURNING number INTO NEW.change;
    RETURN NEW;
END
$$;

-- Whose switch: of one user, or of everybody where the user is null; for one exchange, or for every
-- exchange where it is null.
ALTER TABLE trading.kill_switches DROP CONSTRAINT kill_switches_pkey;
ALTER TABLE trading.kill_switches ALTER COLUMN user_id DROP NOT NULL;
ALTER TABLE trading.kill_switches ADD COLUMN exchange varchar(20);
ALTER TABLE trading.kill_switches ADD COLUMN change bigint NOT NULL DEFAULT 0;
ALTER TABLE trading.kill_switches
    ADD CONSTRAINT one_switch UNIQUE NULLS NOT DISTINCT (user_id, exchange);
CREATE INDEX kill_switches_on ON trading.kill_switches (user_id) WHERE is_on;

ALTER TABLE trading.risk_limits ADD COLUMN change bigint NOT NULL DEFAULT 0;
CREATE INDEX risk_limits_by_change ON trading.risk_limits (change);

-- What one link or one instrument of a user is held to beside the user's own limits. Null sets
-- nothing. A row is never deleted, so that its end is told to other nodes too.
CREATE TABLE trading.scoped_limits (
    user_id             uuid NOT NULL,
    -- link:<id> or instrument:<id>
    scope               varchar(100) NOT NULL,
    order_quantity_max  numeric(38, 18),
    order_notional_max  numeric(38, 18),
    open_notional_max   numeric(38, 18),
    orders_per_second   integer,
    orders_per_minute   integer,
    updated_at          timestamptz NOT NULL,
    change              bigint NOT NULL,
    PRIMARY KEY (user_id, scope)
);
CREATE INDEX scoped_limits_by_change ON trading.scoped_limits (change);

-- After how many seconds of silence from K2 an exchange is to cancel a link's orders; null: never.
CREATE TABLE trading.dead_man (
    link_id    uuid PRIMARY KEY,
    seconds    integer CHECK (seconds > 0),
    updated_at timestamptz NOT NULL,
    change     bigint NOT NULL
);

CREATE TRIGGER kill_switches_counted BEFORE INSERT OR UPDATE ON trading.kill_switches
    FOR EACH ROW EXECUTE FUNCTION trading.count_risk_change();
CREATE TRIGGER risk_limits_counted BEFORE INSERT OR UPDATE ON trading.risk_limits
    FOR EACH ROW EXECUTE FUNCTION trading.count_risk_change();
CREATE TRIGGER scoped_limits_counted BEFORE INSERT OR UPDATE ON trading.scoped_limits
    FOR EACH ROW EXECUTE FUNCTION trading.count_risk_change();
CREATE TRIGGER dead_man_counted BEFORE INSERT OR UPDATE ON trading.dead_man
    FOR EACH ROW EXECUTE FUNCTION trading.count_risk_change();
