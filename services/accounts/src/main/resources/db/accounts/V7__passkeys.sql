-- Passkeys: what checks an authenticator's signature. Nothing of them is secret.
CREATE TABLE passkeys (
    id              uuid PRIMARY KEY,
    user_id         uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    credential_id   bytea NOT NULL UNIQUE CHECK (length(credential_id) BETWEEN 1 AND 1023),
    public_key      bytea NOT NULL CHECK (length(public_key) <= 4000),
    sign_count      bigint NOT NULL CHECK (sign_count >= 0),
    backup_eligible boolean NOT NULL,
    label           text NOT NULL CHECK (length(label) BETWEEN 1 AND 50),
    created_at      timestamptz NOT NULL,
    last_used_at    timestamptz
);

CREATE INDEX passkeys_user ON passkeys (user_id, created_at);

-- Challenges that no authenticator has answered yet. Without a user, to log in whoever it is.
CREATE TABLE passkey_challenges (
    challenge_hash bytea PRIMARY KEY,
    purpose        text NOT NULL CHECK (purpose IN ('REGISTER', 'LOGIN', 'SECOND_FACTOR', 'STEP_UP')),
    bound_to       text NOT NULL,
    user_id        uuid REFERENCES users (id) ON DELETE CASCADE,
    expires_at     timestamptz NOT NULL
);

CREATE INDEX passkey_challenges_expiry ON passkey_challenges (expires_at);
