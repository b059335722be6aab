package org.notechondria.credential;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.List;

/** Counts tries, in a transaction of its own that is committed before anything is compared (promise I5): 5 a code, 100 a person and purpose in 24 hours. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class CodeTries {
    // One statement, so that two tries at once wait for each other here. 0 rows: a hundred are left in the window.
    private static final String TAKE_FROM_BUDGET = """
            INSERT INTO code_budget AS budget (person, purpose, tried_at, last_tried_at) VALUES (?1, ?2, ARRAY[app_now()], app_now())
            ON CONFLICT (person, purpose) DO UPDATE
               SET tried_at = ARRAY(SELECT t FROM unnest(budget.tried_at) t WHERE t > app_now() - interval '24 hours') || app_now(),
                   last_tried_at = greatest(budget.last_tried_at, app_now())
             WHERE (SELECT count(*) FROM unnest(budget.tried_at) t WHERE t > app_now() - interval '24 hours') < 100""";

    private static final String UNTIL_ONE_LEAVES = """
            SELECT ceil(extract(epoch FROM min(t) + interval '24 hours' - app_now())) FROM code_budget, unnest(tried_at) t
             WHERE person = ?1 AND purpose = ?2 AND t > app_now() - interval '24 hours'""";

    // Locks in the order of the subjects' numbers (of equal prefixes the shorter is the smaller), so that no two of these, nor an issue of
    // several, wait for each other in a circle.
    private static final String COUNT_ON_CODES = """
            WITH live AS (
                SELECT subject FROM one_time_code
                 WHERE purpose = ?1 AND subject = ANY (string_to_array(?2, ',')) AND tries < 5 AND spent_at IS NULL AND expires_at > app_now()
                 ORDER BY length(subject), subject FOR UPDATE)
            UPDATE one_time_code code SET tries = code.tries + 1
              FROM live WHERE code.purpose = ?1 AND code.subject = live.subject
            RETURNING code.subject, code.digest""";

    // Changes nothing and costs a row, as a code does.
    private static final String COUNT_ON_NOBODYS = "UPDATE code_budget SET last_tried_at = last_tried_at WHERE person = ?1 AND purpose = ?2";

    @PersistenceContext
    private EntityManager em;

    /**
     * The codes that may now be compared, once: those of the subjects that live and had a try left. Where there is none, as for an unknown person, it costs
     * what one costs (promise I10).
     *
     * @throws org.notechondria.problem.Problem 429 when the person's budget is used up; nothing is counted then
     */
    public List<MatchedCode> count(CodePurpose purpose, String person, List<String> subjects) {
        int counted = em.createNativeQuery(TAKE_FROM_BUDGET).setParameter(1, person).setParameter(2, purpose.name()).executeUpdate();
        if (counted == 0) {
            throw CredentialProblems.tooManyTries(untilOneLeaves(purpose, person));
        }
        List<MatchedCode> comparable = new ArrayList<>();
        for (Object row : em.createNativeQuery(COUNT_ON_CODES).setParameter(1, purpose.name()).setParameter(2, String.join(",", subjects)).getResultList()) {
            Object[] columns = (Object[]) row;
            comparable.add(new MatchedCode(purpose, (String) columns[0], (byte[]) columns[1]));
        }
        if (comparable.isEmpty()) {
            em.createNativeQuery(COUNT_ON_NOBODYS).setParameter(1, person).setParameter(2, purpose.name()).executeUpdate();
        }
        return comparable;
    }

    private long untilOneLeaves(CodePurpose purpose, String person) {
        return ((Number) em.createNativeQuery(UNTIL_ONE_LEAVES).setParameter(1, person).setParameter(2, purpose.name()).getSingleResult()).longValue();
    }
}
