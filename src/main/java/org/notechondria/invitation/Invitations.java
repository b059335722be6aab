package org.notechondria.invitation;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps the invitations: whether one is needed, whether a code is good, and the count of its uses. */
@Stateless
public class Invitations {

    @PersistenceContext
    private EntityManager em;

    /** An invitation as it was made, with its code, which nobody can read again. */
    public record Created(Invitation invitation, InvitationCode code) {
    }

    /** True as soon as any invitation exists, used up and expired ones included. */
    public boolean required() {
        return (Boolean) em.createNamedQuery("Invitation.any").getSingleResult();
    }

    /** Whether {@code typed} would let somebody register now; uses nothing up. */
    public boolean isValid(String typed) {
        return find(typed).isPresent();
    }

    /** The id of the invitation that {@code typed} belongs to; empty when there is none, or it is used up or has expired. */
    public Optional<Long> find(String typed) {
        return InvitationCode.parse(typed).flatMap(code -> {
            List<?> rows = em.createNamedQuery("Invitation.find").setParameter(1, code.digest()).getResultList();
            return rows.stream().findFirst().map(Long.class::cast);
        });
    }

    /**
     * What there is to say against registering with what was typed, or with nothing; empty when it does.
     *
     * @param found  what {@link #find} answered to it, which the caller goes on with
     */
    public Optional<String> objectionTo(Optional<String> typed, Optional<Long> found) {
        if (typed.isPresent()) {
            return found.isPresent() ? Optional.empty() : Optional.of("Invalid invitation code.");
        }
        return required() ? Optional.of("An invitation code is required.") : Optional.empty();
    }

    /** Counts one use, in the caller's transaction. @return false when there was none left, or it has expired or gone: nothing was counted */
    public boolean use(long id) {
        return em.createNamedQuery("Invitation.use").setParameter(1, id).executeUpdate() == 1;
    }

    /** Whether the database's clock has not reached {@code time}. */
    public boolean isToCome(Instant time) {
        return (Boolean) em.createNamedQuery("Invitation.isToCome").setParameter(1, Timestamp.from(time)).getSingleResult();
    }

    /** @throws org.notechondria.problem.Problem 400 when the expiry has passed, be it since {@link #isToCome} was asked */
    public Created create(long createdBy, NewInvitation wanted) {
        InvitationCode code = InvitationCode.random();
        List<?> rows = em.createNamedQuery("Invitation.create")
                .setParameter(1, wanted.label())
                .setParameter(2, code.digest())
                .setParameter(3, wanted.maxUses())
                .setParameter(4, createdBy)
                .setParameter(5, wanted.expiresAt() == null ? null : Timestamp.from(wanted.expiresAt()))
                .getResultList();
        Invitation made = rows.stream().findFirst().map(Invitation.class::cast).orElseThrow(InvitationProblems::expired);
        return new Created(made, code);
    }

    /** All of them, the newest first. */
    public List<Invitation> list() {
        return em.createNamedQuery("Invitation.list", Invitation.class).getResultList();
    }

    /** @throws org.notechondria.problem.Problem 404 when there is none of this id */
    public void delete(long id) {
        if (em.createNamedQuery("Invitation.delete").setParameter(1, id).executeUpdate() == 0) {
            throw InvitationProblems.notFound();
        }
    }
}
