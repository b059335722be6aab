package org.notechondria.mail;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.notechondria.mail.Outbox.Posted;
import org.notechondria.web.Repeating;

/** Sends what is in the outbox, in the background, on every node: looks once a second, and soon after this node has put something in. No request ever waits for it. */
@ApplicationScoped
public class MailDelivery {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Resource
    private ManagedThreadFactory threads;
    @Resource(lookup = "jdbc/notechondria")
    private DataSource database;
    @Inject
    private Seal seal;
    @Inject
    private MailSettings settings;
    private Postman postman;
    private volatile Repeating work;

    @PostConstruct
    void prepare() {
        Carrier carrier = settings.hasServer() ? new SmtpServer(settings, SmtpServer.Timeouts.USUAL) : new MailFolder(settings.directory());
        postman = new Postman(new DueMails(database), seal, settings.from(), carrier);
    }

    /** Called once, when the deployment is done. */
    public void start() {
        work = Repeating.start(threads, "mail", PAUSE, PAUSE, this::round);
    }

    /** Called once: the mail in hand is the last one. */
    public void stop() {
        if (work != null) {
            work.stop();
        }
        postman.stop();
    }

    void hasten(@Observes(during = TransactionPhase.AFTER_SUCCESS) Posted committed) {
        if (work != null) {
            work.soon();
        }
    }

    private void round() {
        try {
            postman.deliverDue();
        } catch (SQLException failed) {
            throw new IllegalStateException("mail waits", failed);
        }
    }
}
