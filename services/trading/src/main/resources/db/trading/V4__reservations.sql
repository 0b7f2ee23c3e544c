-- What open orders may still cost their owner, in dollars, added up for each thing that a limit can
-- stand for: 'user', 'link:<uuid>', 'instrument:<id>'. Taken in the statement that writes the order
-- down, given back in the transaction that fills or ends it, so that it always is the sum of
-- orders.reserved_left over the orders that hold something of it.
CREATE TABLE trading.reservations (
    user_id  uuid NOT NULL,
    scope    varchar(100) NOT NULL,
    reserved numeric(38, 18) NOT NULL CHECK (reserved >= 0),
    PRIMARY KEY (user_id, scope)
) WITH (fillfactor = 50);

-- What an order still holds, and of which rows above.
ALTER TABLE trading.orders
    ADD COLUMN reserved_left numeric(38, 18) NOT NULL DEFAULT 0 CHECK (reserved_left >= 0),
    ADD COLUMN reserved_scopes text[] NOT NULL DEFAULT '{}';

-- Orders that are open now hold the share of their worth that is not filled, rounded up.
UPDATE trading.orders
   SET reserved_left =
           ceil(reserved * greatest(quantity - filled_quantity, 0) / quantity * 1e18) * 1e-18,
       reserved_scopes = ARRAY['instrument:' || instrument, 'link:' || link_id, 'user']
 WHERE status IN ('pending', 'submitted', 'open', 'partial');

INSERT INTO trading.reservations (user_id, scope, reserved)
SELECT o.user_id, s.scope, sum(o.reserved_left)
  FROM trading.orders o CROSS JOIN LATERAL unnest(o.reserved_scopes) AS s (scope)
 GROUP BY o.user_id, s.scope;
