ALTER TABLE users
    ADD COLUMN display_name text CHECK (length(display_name) BETWEEN 1 AND 80),
    ADD COLUMN role         text NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin'));

CREATE INDEX users_by_time ON users (created_at DESC, id DESC);

-- Keys of programs. What is kept of a secret is its SHA-256 and its first letters; a key that was ended has no row.
CREATE TABLE api_keys (
    id           uuid PRIMARY KEY,
    user_id      uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    label        text NOT NULL CHECK (length(label) BETWEEN 1 AND 50),
    hint         text NOT NULL,
    secret_hash  bytea NOT NULL UNIQUE,
    may_read     boolean NOT NULL,
    may_trade    boolean NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    last_used_at timestamptz,
    CHECK (may_read OR may_trade),
    CHECK (expires_at <= created_at + interval '366 days')
);

CREATE INDEX api_keys_user ON api_keys (user_id, created_at);

-- Settings and preferences. Fields that are not in the content have their usual value.
CREATE TABLE documents (
    user_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind       text NOT NULL CHECK (kind IN ('settings', 'preferences')),
    version    integer NOT NULL CHECK (version > 0),
    content    jsonb NOT NULL CHECK (length(content::text) <= 4000),
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, kind)
);

-- Every step of a person's verification; the newest one holds.
CREATE TABLE kyc_steps (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    status  text NOT NULL CHECK (status IN ('none', 'pending', 'verified', 'rejected')),
    note    text CHECK (length(note) BETWEEN 1 AND 500),
    set_by  uuid NOT NULL,
    at      timestamptz NOT NULL
);

CREATE INDEX kyc_steps_user ON kyc_steps (user_id, id DESC);

-- Accounts at other places by which a person logs in.
CREATE TABLE oauth_providers (
    id               uuid PRIMARY KEY,
    user_id          uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    provider         text NOT NULL CHECK (provider IN ('google', 'apple')),
    provider_user_id text NOT NULL CHECK (length(provider_user_id) BETWEEN 1 AND 255),
    email            text NOT NULL,
    created_at       timestamptz NOT NULL,
    UNIQUE (provider, provider_user_id),
    UNIQUE (user_id, provider)
);

-- Browsers that were sent to a provider and are not back yet. With a user, to link; without one, to log in.
CREATE TABLE oauth_visits (
    state_hash   text PRIMARY KEY,
    provider     text NOT NULL,
    browser_hash text NOT NULL,
    user_id      uuid REFERENCES users (id) ON DELETE CASCADE,
    verifier     bytea NOT NULL,
    key_version  integer NOT NULL,
    nonce        text NOT NULL,
    expires_at   timestamptz NOT NULL
);

CREATE INDEX oauth_visits_expiry ON oauth_visits (expires_at);
