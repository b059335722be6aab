package org.notechondria.oauth;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
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
import org.notechondria.provider.Providers;
import org.notechondria.session.SessionProblems;
import org.notechondria.session.Sessions;

/** Keeps which identity at which provider is whose: links, unlinks, lists; a new link is told to its person by mail. */
@Stateless
public class SocialAccounts {
    @PersistenceContext
    private EntityManager em;
    @EJB
    private Accounts accounts;
    @EJB
    private Sessions sessions;
    @EJB
    private Outbox outbox;
    @Inject
    private Providers providers;

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
     * @param sessionId  the session that asks; a provider took its time since it was looked at
     * @throws org.notechondria.problem.Problem 409 when it is linked to somebody else, 401 when the session has ended meanwhile
     */
    public Bound bind(long userId, long sessionId, Provider provider, Identity identity) {
        lock(identity);
        User person = accounts.forSignIn(userId).filter(User::isActive).orElseThrow(SessionProblems::invalidKey);
        if (!sessions.holdLiving(sessionId, userId)) {
            throw SessionProblems.invalidKey();
        }
        Optional<Long> owner = userOf(identity);
        if (owner.filter(other -> other != userId).isPresent()) {
            throw OAuthProblems.linkedToSomebodyElse(provider);
        }
        em.createNamedQuery("SocialAccount.removeUnderOtherNames").setParameter(1, userId).setParameter(2, provider.name()).setParameter(3, identity.issuer())
                .setParameter(4, identity.subject()).executeUpdate();
        Object[] row = (Object[]) em.createNamedQuery("SocialAccount.put").setParameter(1, userId).setParameter(2, provider.name()).setParameter(3, identity.issuer())
                .setParameter(4, identity.subject()).setParameter(5, identity.email().orElse(null)).getSingleResult();
        if (owner.isEmpty()) {
            tell(person, provider);
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
        if (person.password().isEmpty() && linked.stream().noneMatch(account -> !account.provider().equals(provider) && isOn(account))) {
            throw OAuthProblems.lastWayIn();
        }
        em.createNamedQuery("SocialAccount.remove").setParameter(1, userId).setParameter(2, provider).executeUpdate();
    }

    /** A link to a provider that is no longer configured signs nobody in. */
    private boolean isOn(SocialAccount account) {
        return providers.named(account.provider()).filter(provider -> provider.issuer().toString().equals(account.issuer())).isPresent();
    }
}
