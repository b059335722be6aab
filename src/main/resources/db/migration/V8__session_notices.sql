-- V8: whoever ends a session, also by hand in SQL, tells every node in the same transaction. A node's memory may answer only while it hears this.
-- One message a statement, never one a row: NOTIFY takes a lock of the whole database at commit. A payload holds at most 8000 bytes: more than a
-- hundred digests become "all". A digest is no secret: it is SHA-256 of 160 random bits.

-- A touch comes through here too (a trigger with a transition table can't be limited to columns): it touches no ended row and leaves at once.
CREATE FUNCTION tell_of_ended_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ended integer;
BEGIN
    SELECT count(*) INTO ended FROM (SELECT 1 FROM changed WHERE revoked_at IS NOT NULL LIMIT 101) AS counted;
    IF ended > 100 THEN
        PERFORM pg_notify('notechondria_session', 'all');
    ELSIF ended > 0 THEN
        PERFORM pg_notify('notechondria_session', string_agg(encode(key_digest, 'hex'), ' ')) FROM changed WHERE revoked_at IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER session_ended AFTER UPDATE ON session
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_of_ended_sessions();

-- The sweep deletes what has ended or expired; what was still living is the rest.
CREATE FUNCTION tell_of_deleted_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    living integer;
BEGIN
    SELECT count(*) INTO living FROM (SELECT 1 FROM gone WHERE revoked_at IS NULL LIMIT 101) AS counted;
    IF living > 100 THEN
        PERFORM pg_notify('notechondria_session', 'all');
    ELSIF living > 0 THEN
        PERFORM pg_notify('notechondria_session', string_agg(encode(key_digest, 'hex'), ' ')) FROM gone WHERE revoked_at IS NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER session_deleted AFTER DELETE ON session
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION tell_of_deleted_sessions();

CREATE FUNCTION tell_of_all_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('notechondria_session', 'all');
    RETURN NULL;
END $$;
CREATE TRIGGER session_truncated AFTER TRUNCATE ON session FOR EACH STATEMENT EXECUTE FUNCTION tell_of_all_sessions();

-- A node remembers whose a session is by name. (A deactivation ends the sessions, and so is told above.)
CREATE FUNCTION tell_of_renamed_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('notechondria_session', 'user ' || NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER users_renamed AFTER UPDATE OF username ON users
    FOR EACH ROW WHEN (OLD.username IS DISTINCT FROM NEW.username) EXECUTE FUNCTION tell_of_renamed_user();
