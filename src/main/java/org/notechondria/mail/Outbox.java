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
            SELECT ?1, ?2, ?3, ?4, app_now() + make_interval(secs => CAST(?5 AS double precision))   -- null: no limit
             WHERE ?6""";

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
        write(mail, true);
        posted.fire(new Posted());
    }

    /** Costs nearly what {@link #put} does and keeps nothing: for calls whose time must not tell whether there was anything to mail (promise I10). */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public void writeInVain(Mail mail) {
        write(mail, false);
    }

    private void write(Mail mail, boolean keep) {
        em.createNativeQuery(PUT)
                .setParameter(1, mail.recipient())
                .setParameter(2, mail.template())
                .setParameter(3, seal.close(mail.written(), mail.recipient()))
                .setParameter(4, seal.keyId())
                .setParameter(5, mail.notAfter() == null ? null : mail.notAfter().toMillis() / 1000.0)
                .setParameter(6, keep)
                .executeUpdate();
    }

    /** The contract's {@code delivery_fallback}: no mail server is configured, and an administrator must hand codes over. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public boolean deliveryFallback() {
        return !settings.hasServer();
    }
}
