package org.notechondria.account;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;

/** Keeps the claims to user names; all of it joins the caller's transaction. */
@Stateless
@TransactionAttribute(TransactionAttributeType.MANDATORY)
public class Names {
    private static final long NO_REGISTRATION = 0;
    private static final int SWEPT_AT_ONCE = 500;

    @PersistenceContext
    private EntityManager em;

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public boolean isFree(Username name) {
        return (Boolean) em.createNamedQuery("NameClaim.isFree").setParameter(1, name.folded()).getSingleResult();
    }

    /** Holds the name for a pending registration; false when it is somebody's. */
    public boolean hold(Username name, long registrationId, Duration atMost) {
        return em.createNamedQuery("NameClaim.hold").setParameter(1, name.folded()).setParameter(2, registrationId)
                .setParameter(3, atMost.toNanos() / 1e9).executeUpdate() == 1;
    }

    /** Holds the name of a pending registration anew, from now on; false when it ran out and the name is somebody else's. */
    public boolean prolong(long registrationId, Duration atMost) {
        return em.createNamedQuery("NameClaim.prolong").setParameter(1, registrationId).setParameter(2, atMost.toNanos() / 1e9).executeUpdate() == 1;
    }

    /** Gives the name to a person; false when it is another's. {@code registrationId} is the hold to take it over from, null for none. */
    public boolean give(Username name, long userId, Long registrationId) {
        return em.createNamedQuery("NameClaim.give").setParameter(1, name.folded()).setParameter(2, userId)
                .setParameter(3, registrationId == null ? NO_REGISTRATION : registrationId).executeUpdate() == 1;
    }

    /** Gives up the name of this person. */
    public void letGo(Username name, long userId) {
        em.createNamedQuery("NameClaim.letGo").setParameter(1, userId).setParameter(2, name.folded()).executeUpdate();
    }

    /** Deletes a small batch of the holds that have run out, and says how many those were. */
    public int sweep() {
        return em.createNamedQuery("NameClaim.sweep").setParameter(1, SWEPT_AT_ONCE).executeUpdate();
    }
}
