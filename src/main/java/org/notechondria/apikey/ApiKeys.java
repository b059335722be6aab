package org.notechondria.apikey;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import org.notechondria.problem.Problem;

/** Keeps the one API key that a person may have. */
@Stateless
public class ApiKeys {
    /** Waits for a password change or reset under way, and holds back the next: what ends all of a person's sessions locks the person first. */
    private static final String HOLD_PERSON = "SELECT id FROM users WHERE id = ?1 AND is_active FOR SHARE";
    /** A statement of its own, or it would not see what the first one waited for. */
    private static final String HOLD_SESSION = "SELECT id FROM session WHERE id = ?1 AND user_id = ?2 AND revoked_at IS NULL FOR SHARE";
    private static final String ROTATE = """
            INSERT INTO api_key (user_id, digest, prefix) VALUES (?1, ?2, ?3)
                ON CONFLICT (user_id) DO UPDATE
               SET id = DEFAULT, digest = EXCLUDED.digest, prefix = EXCLUDED.prefix, created_at = EXCLUDED.created_at, last_used_at = NULL""";
    private static final String END = "DELETE FROM api_key WHERE user_id = ?1";
    private static final String FIND = """
            SELECT k.id, u.id, u.username, u.is_active, k.last_used_at IS NULL OR k.last_used_at < app_now() - interval '1 minute'
              FROM api_key k JOIN users u ON u.id = k.user_id
             WHERE k.digest = ?1""";
    /** Asks again whether the note is old: of many requests at once, one writes. */
    private static final String NOTE_USE = """
            UPDATE api_key SET last_used_at = app_now()
             WHERE id = ?1 AND (last_used_at IS NULL OR last_used_at < app_now() - interval '1 minute')""";

    @PersistenceContext
    private EntityManager em;

    /**
     * Whom a key belongs to.
     *
     * @param id      the key's own number, for {@code Caller}
     * @param active  false: the person is deactivated, and the key opens nothing
     */
    public record Found(long id, long userId, String username, boolean active) {
    }

    /**
     * Makes a new key for a person; the one before it, if any, is refused from the commit on. A key outlives the session that asks for it, so it is made only
     * while that lives: one that was let in a moment before a password reset finds it over.
     *
     * @throws Problem 401 when the session has ended
     */
    public ApiKey rotate(long userId, long sessionId) {
        boolean living = !em.createNativeQuery(HOLD_PERSON).setParameter(1, userId).getResultList().isEmpty()
                && !em.createNativeQuery(HOLD_SESSION).setParameter(1, sessionId).setParameter(2, userId).getResultList().isEmpty();
        if (!living) {
            throw Problem.of(401, "invalid-token", "Invalid token.").challenge("Token");
        }
        ApiKey fresh = ApiKey.random();
        em.createNativeQuery(ROTATE).setParameter(1, userId).setParameter(2, fresh.digest()).setParameter(3, fresh.prefix()).executeUpdate();
        return fresh;
    }

    /** The person's key, if any, is refused from the commit on. Joins the caller's transaction. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public void end(long userId) {
        em.createNativeQuery(END).setParameter(1, userId).executeUpdate();
    }

    /** Answers "whose key is this?", one query; at most once a minute it also notes the use. Empty: unknown, or rotated since. */
    public Optional<Found> find(ApiKey key) {
        List<?> rows = em.createNativeQuery(FIND).setParameter(1, key.digest()).getResultList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Object[] row = (Object[]) rows.get(0);
        Found found = new Found((Long) row[0], (Long) row[1], (String) row[2], (Boolean) row[3]);
        boolean noteIsOld = (Boolean) row[4];
        if (found.active() && noteIsOld) {
            em.createNativeQuery(NOTE_USE).setParameter(1, found.id()).executeUpdate();
        }
        return Optional.of(found);
    }
}
