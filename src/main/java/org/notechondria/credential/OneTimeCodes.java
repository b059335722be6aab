package org.notechondria.credential;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import org.notechondria.configuration.SecretKey;

/** The codes that stand: issues, spends and ends them, in the transaction of whoever asks, so that a code is spent by success only. */
@Stateless
public class OneTimeCodes {
    private static final String ISSUE = """
            INSERT INTO one_time_code (subject, purpose, digest, key_id, expires_at)
            VALUES (?1, ?2, ?3, ?4, app_now() + make_interval(secs => CAST(?5 AS double precision)))
            ON CONFLICT (subject, purpose) DO UPDATE   -- the earlier code ends here
               SET digest = excluded.digest, key_id = excluded.key_id, expires_at = excluded.expires_at,
                   tries = 0, spent_at = NULL, created_at = app_now()""";

    // The digest: a code that was issued after the match is not the one that was typed. 0 rows: somebody else was first.
    private static final String SPEND = """
            UPDATE one_time_code SET spent_at = app_now()
             WHERE subject = ?1 AND purpose = ?2 AND digest = ?3 AND spent_at IS NULL AND expires_at > app_now()""";

    private static final String END = """
            UPDATE one_time_code SET spent_at = app_now()
             WHERE subject = ?1 AND purpose = ?2 AND spent_at IS NULL""";

    // A day's grace: a row that has just expired may still be asked about. Two nodes that sweep at once share the work.
    private static final String SWEEP_CODES = """
            DELETE FROM one_time_code WHERE (subject, purpose) IN (
                SELECT subject, purpose FROM one_time_code WHERE expires_at < app_now() - interval '24 hours'
                 ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED)""";

    private static final String SWEEP_BUDGETS = """
            DELETE FROM code_budget WHERE (person, purpose) IN (
                SELECT person, purpose FROM code_budget WHERE last_tried_at < app_now() - interval '24 hours'
                 ORDER BY last_tried_at LIMIT 1000 FOR UPDATE SKIP LOCKED)""";

    @PersistenceContext
    private EntityManager em;
    @Inject
    private SecretKey key;
    @Inject
    private CodeSettings settings;

    /**
     * A fresh code; the earlier one of the same purpose and subject ends. Whoever issues several in one transaction does it in the order of
     * their numbers, as {@link CodeTries} locks them.
     *
     * @param subject  whose it is: {@code user:17}, {@code registration:123}
     * @param context  what else it is bound to, such as the address that is to be proven; may be empty
     */
    public OneTimeCode issue(CodePurpose purpose, String subject, String context) {
        OneTimeCode code = OneTimeCode.random();
        em.createNativeQuery(ISSUE).setParameter(1, subject).setParameter(2, purpose.name())
                .setParameter(3, code.digest(key, purpose, subject, context)).setParameter(4, key.id())
                .setParameter(5, settings.lifetime().toMillis() / 1000.0).executeUpdate();
        return code;
    }

    /** False when it was spent, replaced or expired since it matched: the caller then answers as to a wrong code. */
    public boolean spend(MatchedCode code) {
        return em.createNativeQuery(SPEND).setParameter(1, code.subject()).setParameter(2, code.purpose().name())
                .setParameter(3, code.digest()).executeUpdate() == 1;
    }

    /** Whatever code of this purpose the subject has is worth nothing from now on. */
    public void end(CodePurpose purpose, String subject) {
        em.createNativeQuery(END).setParameter(1, subject).setParameter(2, purpose.name()).executeUpdate();
    }

    /** Deletes a batch of what nothing asks for any more; more than zero: there may be more. For a caller in the background. */
    public int sweep() {
        return em.createNativeQuery(SWEEP_CODES).executeUpdate() + em.createNativeQuery(SWEEP_BUDGETS).executeUpdate();
    }
}
