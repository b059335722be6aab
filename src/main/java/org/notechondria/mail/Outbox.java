package org.notechondria.mail;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Takes mail inside the caller's transaction: what commits is sent within a second, as a rule at once, what rolls back never. */
@Stateless
public class Outbox {
    private static final String PUT = """
            INSERT INTO outbox (recipient, template, sealed, key_id, not_after)
            VALUES (?1, ?2, ?3, ?4, app_now() + make_interval(secs => CAST(?5 AS double precision)))   -- null: no limit
            """;

    @PersistenceContext
    private EntityManager em;
    @Inject
    private Seal seal;
    @Inject
    private MailSettings settings;
    @Inject
    private Event<Posted> posted;

    /** A mail was put in; observed after the commit, for the one that carries them. */
    record Posted() {
    }

    /** Writes the mail out and keeps it, sealed, with the transaction under way (or one of its own when there is none). Talks to no mail server. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public void put(Mail mail) {
        em.createNativeQuery(PUT)
                .setParameter(1, mail.recipient())
                .setParameter(2, mail.template())
                .setParameter(3, seal.close(mail.written(), mail.recipient()))
                .setParameter(4, seal.keyId())
                .setParameter(5, mail.notAfter() == null ? null : mail.notAfter().toMillis() / 1000.0)
                .executeUpdate();
        posted.fire(new Posted());
    }

    /** The contract's {@code delivery_fallback}: no mail server is configured, and an administrator must hand codes over. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public boolean deliveryFallback() {
        return !settings.hasServer();
    }
}
