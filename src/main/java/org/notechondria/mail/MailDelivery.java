package org.notechondria.mail;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.notechondria.problem.DatabaseAway;

/** Sends what is in the outbox, in the background, on every node: looks once a second. No request ever waits for it. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class MailDelivery {
    private static final System.Logger LOG = System.getLogger(MailDelivery.class.getName());
    private final ReentrantLock round = new ReentrantLock();

    @Resource(lookup = "jdbc/notechondria")
    private DataSource database;
    @Inject
    private Seal seal;
    @Inject
    private MailSettings settings;
    private Postman postman;
    private boolean databaseAway; // guarded by round

    @PostConstruct
    void prepare() {
        Carrier carrier = settings.hasServer() ? new SmtpServer(settings, SmtpServer.Timeouts.USUAL) : new MailFolder(settings.directory());
        postman = new Postman(new DueMails(database), seal, settings.from(), carrier);
    }

    @PreDestroy
    void stop() {
        postman.stop();
    }

    /** Sends all that is due now. Any number of threads and nodes may do so at once: each mail is sent by one of them. */
    public void deliverDue() throws SQLException {
        postman.deliverDue();
    }

    /** One round at a time: while a mail server stalls, the seconds must not pile up threads. */
    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    void everySecond() {
        if (!round.tryLock()) {
            return;
        }
        try {
            deliverDue();
            databaseAway = false;
        } catch (SQLException | RuntimeException failed) { // the server takes a timer away for good after its second exception
            report(failed);
        } finally {
            round.unlock();
        }
    }

    /** An outage is one line, not one a second. */
    private void report(Exception failed) {
        if (!DatabaseAway.explains(failed)) {
            LOG.log(ERROR, "mail waits", failed);
        } else if (!databaseAway) {
            databaseAway = true;
            LOG.log(WARNING, "mail waits: the database is away");
        }
    }
}
