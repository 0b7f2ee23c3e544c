-- The authenticator app. The secret is sealed with the row's user as associated data; the step is that of the last code that was taken.
ALTER TABLE users
    ADD COLUMN totp_key_version integer,
    ADD COLUMN totp_step        bigint NOT NULL DEFAULT 0,
    ADD COLUMN totp_wrong       integer NOT NULL DEFAULT 0,
    ADD COLUMN totp_wrong_since timestamptz,
    ADD CONSTRAINT users_totp CHECK (
        (totp_secret IS NULL) = (totp_key_version IS NULL) AND (totp_secret IS NOT NULL OR NOT totp_enabled));

CREATE TABLE recovery_codes (
    user_id   uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    code_hash bytea NOT NULL,
    used_at   timestamptz,
    PRIMARY KEY (user_id, code_hash)
);

-- Logins whose password was right and whose second factor is still wanted.
CREATE TABLE login_challenges (
    challenge_hash bytea PRIMARY KEY,
    user_id        uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    device         text NOT NULL,
    expires_at     timestamptz NOT NULL,
    wrong          integer NOT NULL DEFAULT 0,
    used_at        timestamptz
);

CREATE INDEX login_challenges_expiry ON login_challenges (expires_at);

-- Tokens that were mailed. Each works once, and only the mail has it in the clear.
CREATE TABLE mailed_tokens (
    token_hash bytea PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    purpose    text NOT NULL CHECK (purpose IN ('confirm_address', 'reset_password')),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);

CREATE INDEX mailed_tokens_user ON mailed_tokens (user_id, purpose);

-- What people are to be told, kept until it was. An address that nobody has is noted as well, so that asking costs the same.
CREATE TABLE messages (
    id         uuid PRIMARY KEY,
    kind       text NOT NULL,
    email      text NOT NULL,
    user_id    uuid REFERENCES users (id) ON DELETE CASCADE,
    details    jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    due_at     timestamptz NOT NULL,
    attempts   integer NOT NULL DEFAULT 0,
    done_at    timestamptz,
    failure    text
);

CREATE INDEX messages_due ON messages (due_at) WHERE done_at IS NULL;

-- From where, and by which program, a person has logged in before.
CREATE TABLE seen_places (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    device  text NOT NULL,
    place   text NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, device, place)
);

-- With a used token and its salt the successor can be made again, for as long as nobody used that one.
ALTER TABLE refresh_tokens ADD COLUMN successor_salt bytea;
