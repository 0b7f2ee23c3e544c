-- What the exchange said a link's key may do when it was asked; all null where it was never said.
ALTER TABLE exchange_links
    ADD COLUMN key_trades           boolean,
    ADD COLUMN key_withdraws        boolean,
    ADD COLUMN key_bound_to_address boolean,
    ADD COLUMN key_expires_at       timestamptz,
    ADD COLUMN key_checked_at       timestamptz;
