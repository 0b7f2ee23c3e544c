-- Who may act for what: a shard is owned by one node at a time, and its epoch rises with every change
-- of hands. Time is this server's own. A renewal changes no key and so never waits for the writers that
-- hold their lease with FOR KEY SHARE; a change of hands changes one, and waits until they are through.
CREATE TABLE platform.leases (
    shard      varchar(100) PRIMARY KEY,
    -- Null once it was given back.
    owner      text,
    epoch      bigint NOT NULL,
    expires_at timestamptz NOT NULL,
    UNIQUE (shard, epoch)
);
