-- Links by OAuth hold sealed tokens in place of sealed credentials.
ALTER TABLE exchange_links DROP CONSTRAINT exchange_links_check;
ALTER TABLE exchange_links
    ADD COLUMN token_claimed_until timestamptz,
    ADD CONSTRAINT exchange_links_secrets CHECK (
        status = 'revoked'
        OR (key_version IS NOT NULL AND (credentials IS NOT NULL) <> (access_token IS NOT NULL)));

-- People who were sent to an exchange to give their consent and are not back yet.
CREATE TABLE link_visits (
    state_hash  text PRIMARY KEY,
    user_id     uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    exchange    text NOT NULL,
    label       text NOT NULL CHECK (length(label) BETWEEN 1 AND 50),
    verifier    bytea NOT NULL,
    key_version integer NOT NULL,
    nonce       text NOT NULL,
    expires_at  timestamptz NOT NULL
);
