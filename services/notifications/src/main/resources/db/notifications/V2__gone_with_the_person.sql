-- Rows still never change, but they go with the person whose they are: one transaction says whose, and takes these and no others.
DROP TRIGGER notifications_append_only ON notifications.notifications;

CREATE TRIGGER notifications_append_only
    BEFORE UPDATE OR TRUNCATE ON notifications.notifications
    FOR EACH STATEMENT EXECUTE FUNCTION notifications.refuse_change();

CREATE TRIGGER notifications_leave
    BEFORE DELETE ON notifications.notifications
    FOR EACH ROW
    WHEN (OLD.user_id::text IS DISTINCT FROM current_setting('notifications.leaving', true))
    EXECUTE FUNCTION notifications.refuse_change();
