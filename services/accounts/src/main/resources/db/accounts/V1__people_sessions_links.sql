CREATE TABLE users (
    id             uuid PRIMARY KEY,
    email          text NOT NULL UNIQUE CHECK (email = lower(email) AND length(email) <= 254),
    password_hash  text,
    email_verified boolean NOT NULL DEFAULT false,
    totp_secret    bytea,
    totp_enabled   boolean NOT NULL DEFAULT false,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL
);

-- One login on one device, and the family of refresh tokens that grew from it.
CREATE TABLE sessions (
    id           uuid PRIMARY KEY,
    user_id      uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    token_hash   bytea NOT NULL UNIQUE,
    device_info  jsonb NOT NULL,
    ip_address   text NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    revoked_at   timestamptz
);

CREATE INDEX sessions_user ON sessions (user_id, created_at);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Every refresh token a session ever had, until it expires: a used one that comes again is a stolen one.
CREATE TABLE refresh_tokens (
    token_hash bytea PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);

CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

-- Credentials are sealed with the row's user, id and exchange as associated data. A revoked link keeps no credentials.
CREATE TABLE exchange_links (
    id               uuid PRIMARY KEY,
    user_id          uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    exchange         text NOT NULL,
    label            text NOT NULL CHECK (length(label) BETWEEN 1 AND 50),
    status           text NOT NULL CHECK (status IN ('active', 'revoked', 'expired')),
    credentials      bytea,
    key_version      integer,
    access_token     bytea,
    refresh_token    bytea,
    token_expires_at timestamptz,
    exchange_user_id text,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    CHECK (status = 'revoked' OR (credentials IS NOT NULL AND key_version IS NOT NULL))
);

-- A label is free again once its link is revoked.
CREATE UNIQUE INDEX exchange_links_label ON exchange_links (user_id, exchange, label) WHERE status <> 'revoked';
CREATE INDEX exchange_links_active ON exchange_links (exchange) WHERE status = 'active';

-- The demo user of mode sim, with the password that is shown at every start, sealed.
CREATE TABLE demo_user (
    user_id     uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    password    bytea NOT NULL,
    key_version integer NOT NULL
);
