-- Whoever ends many sessions at once locks them in one order: deactivating somebody who signs all other devices out could end in a deadlock.
CREATE OR REPLACE FUNCTION end_sessions_of_deactivated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE session SET revoked_at = app_now(), ended_reason = 'deactivated'
     WHERE id IN (SELECT id FROM session WHERE user_id = NEW.id AND revoked_at IS NULL ORDER BY id FOR NO KEY UPDATE);
    RETURN NULL;
END $$;
