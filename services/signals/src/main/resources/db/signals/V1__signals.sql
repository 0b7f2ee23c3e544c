-- What a person's signals become. A deleted template keeps its row, because what it received refers to it.
CREATE TABLE signals.templates (
    id                uuid PRIMARY KEY,
    user_id           uuid NOT NULL,
    auth              varchar(10) NOT NULL CHECK (auth IN ('TOKEN', 'SIGNED')),
    -- SHA-256 of the token; the token itself is kept nowhere.
    token_hash        bytea UNIQUE,
    -- The signing secret of a signed one, sealed.
    secret            bytea,
    key_version       integer,
    name              varchar(60) NOT NULL,
    enabled           boolean NOT NULL,
    exchange          varchar(20),
    instruments       text[] NOT NULL,
    side              varchar(4),
    outcome           varchar(3),
    order_type        varchar(20) NOT NULL,
    time_in_force     varchar(20),
    quantity          numeric,
    quantity_max      numeric,
    side_field        varchar(60),
    quantity_field    varchar(60),
    price_field       varchar(60),
    instrument_field  varchar(60),
    id_field          varchar(60),
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    deleted_at        timestamptz,
    CHECK ((quantity IS NULL) <> (quantity_max IS NULL)),
    CHECK ((auth = 'SIGNED') = (secret IS NOT NULL)),
    CHECK ((secret IS NULL) = (key_version IS NULL))
);

CREATE INDEX templates_of_user ON signals.templates (user_id, created_at) WHERE deleted_at IS NULL;

-- The ids that signals came with, for ever, as their SHA-256: an id stands for one body.
CREATE TABLE signals.ids (
    template_id  uuid NOT NULL REFERENCES signals.templates (id),
    id_hash      bytea NOT NULL,
    body_hash    bytea NOT NULL,
    first_at     timestamptz NOT NULL,
    PRIMARY KEY (template_id, id_hash)
);

-- When a body without id and time last began to count as a new signal.
CREATE TABLE signals.bodies (
    template_id  uuid NOT NULL REFERENCES signals.templates (id),
    body_hash    bytea NOT NULL,
    first_at     timestamptz NOT NULL,
    PRIMARY KEY (template_id, body_hash)
);

-- Signed requests that were seen, as the SHA-256 of id and timestamp: the same request is let in once.
CREATE TABLE signals.nonces (
    template_id  uuid NOT NULL REFERENCES signals.templates (id),
    nonce        bytea NOT NULL,
    seen_at      timestamptz NOT NULL,
    PRIMARY KEY (template_id, nonce)
);

CREATE TABLE signals.received (
    number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    template_id  uuid NOT NULL REFERENCES signals.templates (id),
    received_at  timestamptz NOT NULL,
    outcome      varchar(20) NOT NULL,
    order_id     uuid,
    reason       varchar(300)
);

CREATE INDEX received_of_template ON signals.received (template_id, number);
