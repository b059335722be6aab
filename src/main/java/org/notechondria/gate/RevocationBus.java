package org.notechondria.gate;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.notechondria.configuration.DatabaseSettings;
import org.notechondria.session.KeyDigest;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears from the database which sessions ended anywhere, and makes this node forget them. A heartbeat on the same connection proves that
 * it is heard: PostgreSQL delivers in the order of commits, so a beat that came back has every earlier revoke before it.
 */
@ApplicationScoped
public class RevocationBus {
    private static final System.Logger LOG = System.getLogger(RevocationBus.class.getName());
    private static final String CHANNEL = "notechondria_session";
    private static final long RETRY_NANOS = 200_000_000L;

    @Inject
    private DatabaseSettings database;
    @Inject
    private GateSettings settings;
    @Inject
    private Snapshots snapshots;
    @Resource
    private ManagedThreadFactory threads;

    /** A channel that this node alone listens to: nobody needs another's beats. */
    private final String beatChannel = "notechondria_beat_" + UUID.randomUUID().toString().replace("-", "");
    private volatile Beat beat;
    private volatile boolean stopped;
    private Thread listener;

    /** The last beat that came back, while memory may be trusted; empty: ask the database. */
    public Optional<Beat> trusted() {
        Beat last = beat;
        return last != null && last.isFresh() ? Optional.of(last) : Optional.empty();
    }

    void start() {
        listener = threads.newThread(this::listen);
        listener.setName("revocation-bus");
        listener.setDaemon(true);
        listener.start();
    }

    void stop() {
        stopped = true;
        beat = null;
        if (listener != null) {
            listener.interrupt();
        }
    }

    private void listen() {
        while (!stopped) {
            try (Connection connection = connect(); Statement statement = connection.createStatement()) {
                statement.execute("LISTEN " + CHANNEL);
                statement.execute("LISTEN " + beatChannel);
                statement.execute("SET synchronous_commit = off"); // a beat need not survive a crash
                snapshots.forgetAll(); // what ended while nobody listened
                LOG.log(INFO, "revocations are heard");
                while (!stopped) {
                    beat(statement, connection.unwrap(PGConnection.class));
                }
            } catch (SQLException lost) {
                forgetEverything();
                LOG.log(WARNING, "revocations are not heard ({0}): every request asks the database until they are", lost.getSQLState());
                LockSupport.parkNanos(RETRY_NANOS);
            } catch (RuntimeException | Error broken) { // a thread that died would leave the node slow for good
                forgetEverything();
                LOG.log(WARNING, "revocations are not heard: every request asks the database until they are", broken);
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    void forgetEverything() {
        beat = null;
        snapshots.forgetAll();
    }

    /** Sends one beat, then handles whatever arrives until the next is due. */
    private void beat(Statement statement, PGConnection notices) throws SQLException {
        long sentAt = System.nanoTime();
        Instant databaseAt;
        try (ResultSet sent = statement.executeQuery("SELECT app_now(), pg_notify('" + beatChannel + "', '" + sentAt + "')")) {
            sent.next();
            databaseAt = sent.getTimestamp(1).toInstant();
        }
        long due = sentAt + settings.beat().toNanos();
        for (long left = settings.beat().toMillis(); left > 0 && !stopped; left = (due - System.nanoTime()) / 1_000_000L) {
            PGNotification[] arrived = notices.getNotifications((int) left);
            for (PGNotification notice : arrived == null ? new PGNotification[0] : arrived) {
                handle(notice, sentAt, databaseAt);
            }
        }
    }

    private void handle(PGNotification notice, long sentAt, Instant databaseAt) {
        if (notice.getName().equals(CHANNEL)) {
            forget(notice.getParameter());
        } else if (notice.getParameter().equals(Long.toString(sentAt))) {
            beat = new Beat(sentAt, databaseAt, settings.trust());
        }
    }

    private void forget(String notice) {
        if (notice.startsWith("user ")) {
            snapshots.forgetUser(Long.parseLong(notice.substring("user ".length())));
        } else if (notice.equals("all")) {
            snapshots.forgetAll();
        } else {
            snapshots.forget(Arrays.stream(notice.split(" ")).map(KeyDigest::ofHex).toList());
        }
    }

    private Connection connect() throws SQLException {
        return database.connectImpatiently("notechondria bus", Map.of());
    }
}
