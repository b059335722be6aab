package org.notechondria.oauth;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import org.notechondria.account.Accounts;
import org.notechondria.account.User;
import org.notechondria.mail.Mail;
import org.notechondria.mail.Outbox;
import org.notechondria.provider.Identity;
import org.notechondria.provider.Provider;

/** Keeps which identity at which provider is whose: links, unlinks, lists; a new link is told to its person by mail. */
@Stateless
public class SocialAccounts {
    @PersistenceContext
    private EntityManager em;
    @EJB
    private Accounts accounts;
    @EJB
    private Outbox outbox;

    /** A link as it was made: its number, and whether there was none of this provider before. */
    public record Bound(long id, boolean fresh) {
    }

    /** Whose this identity is. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<Long> userOf(Identity identity) {
        List<?> rows = em.createNamedQuery("SocialAccount.userOf").setParameter(1, identity.issuer()).setParameter(2, identity.subject()).getResultList();
        return rows.stream().findFirst().map(id -> ((Number) id).longValue());
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<SocialAccount> of(long userId) {
        return em.createNamedQuery("SocialAccount.ofUser", SocialAccount.class).setParameter(1, userId).getResultList();
    }

    /** Until the end of the caller's transaction nobody else links or makes an account of this identity. Comes before any other lock. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public void lock(Identity identity) {
        em.createNamedQuery("SocialAccount.lockIdentity").setParameter(1, identity.issuer() + ' ' + identity.subject()).getSingleResult();
    }

    /** Joins the caller's transaction; false when the identity is somebody's, or the person has another of this provider. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public boolean add(long userId, Provider provider, Identity identity) {
        return em.createNamedQuery("SocialAccount.add").setParameter(1, userId).setParameter(2, provider.name()).setParameter(3, identity.issuer())
                .setParameter(4, identity.subject()).setParameter(5, identity.email().orElse(null)).executeUpdate() == 1;
    }

    /**
     * Links the identity to this person, in the place of another of the same provider.
     *
     * @throws org.notechondria.problem.Problem 409 when it is linked to somebody else
     */
    public Bound bind(long userId, Provider provider, Identity identity) {
        lock(identity);
        Optional<Long> owner = userOf(identity);
        if (owner.filter(other -> other != userId).isPresent()) {
            throw OAuthProblems.linkedToSomebodyElse(provider);
        }
        Object[] row = (Object[]) em.createNamedQuery("SocialAccount.put").setParameter(1, userId).setParameter(2, provider.name()).setParameter(3, identity.issuer())
                .setParameter(4, identity.subject()).setParameter(5, identity.email().orElse(null)).getSingleResult();
        if (owner.isEmpty()) {
            tell(accounts.byId(userId).orElseThrow(), provider);
        }
        return new Bound(((Number) row[0]).longValue(), (Boolean) row[1]);
    }

    /** Whoever holds somebody's session for a minute must not add a way in unseen. Joins the caller's transaction. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public void tell(User person, Provider provider) {
        person.email().ifPresent(email -> outbox.put(Mail.providerLinked(email.text(), person.username(), provider.label())));
    }

    /**
     * Takes the link away, unless the person could not sign in without it.
     *
     * @throws org.notechondria.problem.Problem 404 when there is none, 400 when it is the last way in
     */
    public void unlink(long userId, String provider) {
        User person = accounts.locked(userId).orElseThrow(OAuthProblems::notLinked); // of two that unlink at once the second sees what the first left
        List<SocialAccount> linked = of(userId);
        if (linked.stream().noneMatch(account -> account.provider().equals(provider))) {
            throw OAuthProblems.notLinked();
        }
        if (linked.size() == 1 && person.password().isEmpty()) {
            throw OAuthProblems.lastWayIn();
        }
        em.createNamedQuery("SocialAccount.remove").setParameter(1, userId).setParameter(2, provider).executeUpdate();
    }
}
