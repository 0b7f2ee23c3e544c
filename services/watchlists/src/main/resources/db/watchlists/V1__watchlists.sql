-- What people keep an eye on. Whoever leaves takes their lists along, so nothing refers to these rows.
CREATE TABLE watchlists.lists (
    id          uuid PRIMARY KEY,
    user_id     uuid NOT NULL,
    name        varchar(60) NOT NULL,
    -- Where it stands among the person's lists; gaps mean nothing.
    place       integer NOT NULL,
    -- Counts what changed, so that nobody writes over a change that they have not seen.
    version     integer NOT NULL,
    -- SHA-256 of the token of its read-only link; the token itself is kept nowhere.
    token_hash  bytea UNIQUE,
    shared_at   timestamptz,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    CHECK ((token_hash IS NULL) = (shared_at IS NULL))
);

CREATE INDEX lists_of_user ON watchlists.lists (user_id, place);

CREATE TABLE watchlists.items (
    list_id     uuid NOT NULL REFERENCES watchlists.lists (id) ON DELETE CASCADE,
    exchange    varchar(20) NOT NULL,
    instrument  varchar(80) NOT NULL,
    place       integer NOT NULL,
    PRIMARY KEY (list_id, exchange, instrument),
    UNIQUE (list_id, place)
);
