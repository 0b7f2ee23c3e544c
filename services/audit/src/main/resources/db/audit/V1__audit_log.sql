-- Who may write here: INSERT and SELECT, nothing else. The role belongs to the whole server, so it may be there already; where K2's own
-- role may not make one, an administrator does it once.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'k2_audit_writer') THEN
        CREATE ROLE k2_audit_writer NOLOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN
        NULL;
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the role k2_audit_writer is missing; as an administrator: CREATE ROLE k2_audit_writer NOLOGIN; GRANT k2_audit_writer TO %;', current_user;
END
$$;

DO $$
BEGIN
    IF NOT pg_has_role(current_user, 'k2_audit_writer', 'MEMBER') THEN
        EXECUTE format('GRANT k2_audit_writer TO %I', current_user);
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'as an administrator: GRANT k2_audit_writer TO %;', current_user;
END
$$;

-- One row for each thing that happened. The hash closes over the row and the hash of the row before, with a key that is not in the database.
-- Details are a text, because jsonb would not give back the bytes that were hashed.
CREATE TABLE audit.entries (
    seq         bigint PRIMARY KEY,
    id          uuid NOT NULL UNIQUE,
    at          timestamptz NOT NULL,
    kind        varchar(10) NOT NULL,
    action      varchar(60) NOT NULL,
    user_id     uuid,
    session_id  uuid,
    address     varchar(60) NOT NULL,
    object      varchar(200) NOT NULL,
    outcome     varchar(60) NOT NULL,
    request_id  varchar(64) NOT NULL,
    details     text NOT NULL,
    key_version integer NOT NULL,
    hash        bytea NOT NULL
);

CREATE INDEX entries_of_user ON audit.entries (user_id, seq);
CREATE INDEX entries_of_action ON audit.entries (action, seq);

-- What lies in object storage already.
CREATE TABLE audit.exports (
    seq_from    bigint PRIMARY KEY,
    seq_to      bigint NOT NULL,
    object      text NOT NULL,
    exported_at timestamptz NOT NULL
);

-- A second lock on the door, for whoever comes with the rights of the owner.
CREATE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();

REVOKE ALL ON SCHEMA audit FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA audit FROM PUBLIC;
GRANT USAGE ON SCHEMA audit TO k2_audit_writer;
GRANT INSERT, SELECT ON audit.entries, audit.exports TO k2_audit_writer;
