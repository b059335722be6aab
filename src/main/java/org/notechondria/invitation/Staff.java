package org.notechondria.invitation;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Answers whether a person is staff, from the row as it is now: no session carries that right with it. */
@Stateless
public class Staff {
    private static final String IS_STAFF = "SELECT EXISTS (SELECT FROM users WHERE id = ?1 AND is_staff AND is_active)";

    @PersistenceContext
    private EntityManager em;

    /** @throws org.notechondria.problem.Problem 403 when this person is not staff */
    public void require(long userId) {
        if (!(Boolean) em.createNativeQuery(IS_STAFF).setParameter(1, userId).getSingleResult()) {
            throw InvitationProblems.staffOnly();
        }
    }
}
