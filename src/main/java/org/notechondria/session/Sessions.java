package org.notechondria.session;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.notechondria.configuration.SecretKey;

/** Keeps the sessions: the transaction boundary and the statements of everything that happens to them but the touch. Nothing else mints. */
@Stateless
public class Sessions {
    private static final int SWEPT_AT_ONCE = 500;
    private static final long NONE = 0;
    private static final String ADDRESS_PURPOSE = "client-address";

    @PersistenceContext
    private EntityManager em;
    @Inject
    private Event<SessionsEnded> ended;
    @Inject
    private SessionTimeouts timeouts;
    @Inject
    private SessionSettings settings;
    @Inject
    private SecretKey secretKey;

    /**
     * Makes a session for a person whose credential was checked at {@code credentialVersion}.
     *
     * @param origin  what proved who it is: password, registration, reset, rotation, oauth:&lt;provider&gt;
     * @return empty when the credential has changed since, or the person is deactivated: nothing was made
     */
    public Optional<MintedSession> mint(long userId, long credentialVersion, Device device, String origin) {
        SessionKey key = SessionKey.random();
        List<?> made = em.createNamedQuery("Session.mint")
                .setParameter(1, key.digest().bytes()).setParameter(2, userId).setParameter(3, credentialVersion)
                .setParameter(4, device.label().text()).setParameter(5, device.userAgent())
                .setParameter(6, secretKey.hash(ADDRESS_PURPOSE, device.clientAddress())).setParameter(7, secretKey.id())
                .setParameter(8, origin).getResultList();
        return made.stream().findFirst().map(row -> {
            long id = ((Number) ((Object[]) row)[0]).longValue();
            Instant createdAt = ((Timestamp) ((Object[]) row)[1]).toInstant();
            return new MintedSession(id, key, device.label().text(), createdAt, countOthers(userId, id));
        });
    }

    /** The person's active sessions, most recently seen first. {@code current} counts as seen now; null when no session asks. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<Session> activeOf(long userId, Long current) {
        return em.createNamedQuery("Session.activeOf", Session.class).setParameter(1, userId)
                .setParameter(2, timeouts.idleSeconds()).setParameter(3, timeouts.absoluteSeconds())
                .setParameter(4, current == null ? NONE : current).getResultList();
    }

    /** How many active sessions the person has beside {@code id}. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public long countOthers(long userId, long id) {
        return ((Number) em.createNamedQuery("Session.countOthers").setParameter(1, userId).setParameter(2, id)
                .setParameter(3, timeouts.idleSeconds()).setParameter(4, timeouts.absoluteSeconds()).getSingleResult()).longValue();
    }

    /** True when one of this person's sessions of the last 30 days, ended or not, was made from this address. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public boolean knowsAddress(long userId, String clientAddress) {
        return (Boolean) em.createNamedQuery("Session.knowsAddress").setParameter(1, userId)
                .setParameter(2, secretKey.hash(ADDRESS_PURPOSE, clientAddress)).getSingleResult();
    }

    /**
     * Ends one session of this person; harmless when it had ended already.
     *
     * @param by  the session that asks for it
     * @throws org.notechondria.problem.Problem 404 when the person has no such session: somebody else's and none look the same
     */
    public void revoke(long id, long userId, EndedReason reason, long by) {
        List<?> mine = em.createNamedQuery("Session.revoke").setParameter(1, id).setParameter(2, userId)
                .setParameter(3, reason.stored()).setParameter(4, by).getResultList();
        if (mine.isEmpty()) {
            throw SessionProblems.notFound();
        }
        tell(mine.stream());
    }

    /** Ends all of this person's sessions but {@code current}, and says how many active ones that were: those that had timed out were in no list. */
    public int revokeOthers(long userId, long current) {
        return revokeAll(userId, EndedReason.REVOKED, current, current);
    }

    /**
     * Ends all of this person's sessions. The caller holds the lock of the person's row: a mint under way has then committed, or will
     * find a newer credential version.
     *
     * @param by  the session that asks for it; null when none does
     */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public void revokeAllOf(long userId, EndedReason reason, Long by) {
        revokeAll(userId, reason, by, NONE);
    }

    private int revokeAll(long userId, EndedReason reason, Long by, long spared) {
        List<?> rows = em.createNamedQuery("Session.revokeAllOf").setParameter(1, userId).setParameter(2, reason.stored())
                .setParameter(3, by).setParameter(4, spared)
                .setParameter(5, timeouts.idleSeconds()).setParameter(6, timeouts.absoluteSeconds()).getResultList();
        tell(rows.stream().map(row -> ((Object[]) row)[0]));
        return (int) rows.stream().filter(row -> (Boolean) ((Object[]) row)[1]).count();
    }

    /** This node forgets with the commit; the others hear of it from the database. */
    private void tell(Stream<?> digests) {
        ended.fire(new SessionsEnded(digests.map(digest -> KeyDigest.stored((byte[]) digest)).toList()));
    }

    /**
     * For a change that took a while since the credential was looked at: true when the session has not ended meanwhile, and it does not until the end of the
     * caller's transaction. The caller holds the person's row, as everything that ends all sessions does.
     */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public boolean holdLiving(long id, long userId) {
        return !em.createNamedQuery("Session.holdLiving").setParameter(1, id).setParameter(2, userId).getResultList().isEmpty();
    }

    /** @throws org.notechondria.problem.Problem 404 when the person has no such living session */
    public Session rename(long id, long userId, DeviceLabel label) {
        return em.createNamedQuery("Session.rename", Session.class).setParameter(1, id).setParameter(2, userId)
                .setParameter(3, label.text()).setParameter(4, timeouts.idleSeconds()).setParameter(5, timeouts.absoluteSeconds())
                .getResultList().stream().findFirst().orElseThrow(SessionProblems::notFound);
    }

    /** Deletes a small batch of what ended or expired longer ago than the retention, and says how many rows that were. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int sweep() {
        double retention = settings.retention().toNanos() / 1e9;
        int ended = em.createNamedQuery("Session.sweepEnded").setParameter(1, retention).setParameter(2, SWEPT_AT_ONCE).executeUpdate();
        return ended + em.createNamedQuery("Session.sweepExpired").setParameter(1, retention + timeouts.absoluteSeconds())
                .setParameter(2, SWEPT_AT_ONCE).executeUpdate();
    }
}
