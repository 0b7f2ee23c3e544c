-- What people are told. Rows are only ever added; that somebody read one is a row beside it.
CREATE TABLE notifications.notifications (
    id          uuid PRIMARY KEY,
    -- Rises with every notification of anybody; clients resume from it.
    number      bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    user_id     uuid NOT NULL,
    kind        varchar(30) NOT NULL,
    -- What it is about: the same thing told twice is one notification.
    source      varchar(120) NOT NULL,
    title       varchar(200) NOT NULL,
    body        varchar(1000) NOT NULL,
    details     jsonb NOT NULL,
    created_at  timestamptz NOT NULL,
    UNIQUE (user_id, source)
);

CREATE INDEX notifications_of_user ON notifications.notifications (user_id, number);

CREATE TABLE notifications.reads (
    notification_id uuid PRIMARY KEY REFERENCES notifications.notifications (id),
    read_at         timestamptz NOT NULL
);

CREATE FUNCTION notifications.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only ever gets new rows', TG_TABLE_NAME;
END
$$;

CREATE TRIGGER notifications_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON notifications.notifications
    FOR EACH STATEMENT EXECUTE FUNCTION notifications.refuse_change();
