package org.notechondria.gate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.notechondria.session.KeyDigest;
import org.notechondria.session.SessionKey;
import org.notechondria.session.SessionProblems;
import org.notechondria.session.SessionTimeouts;

/**
 * Answers "is this key alive, and whose?", and rolls the idle window of the sessions it lets in. Memory answers only "yes", and only while
 * the bus is heard; every "no" is the row's. Thread-safe.
 */
@ApplicationScoped
public class SessionGate {
    /** A touch with less idle time left than this is written before the answer: no node's row is ever staler than that near its end. */
    private static final Duration WRITE_AT_ONCE = Duration.ofSeconds(2);

    @Inject
    private SessionRows rows;
    @Inject
    private Snapshots snapshots;
    @Inject
    private RevocationBus bus;
    @Inject
    private Touches touches;
    @Inject
    private SessionTimeouts timeouts;
    @Inject
    private GateSettings settings;

    /**
     * Lets a living key in and counts its session as seen now.
     *
     * @throws org.notechondria.problem.Problem 401 for a key that is unknown, ended or expired, or whose person is deactivated
     * @throws SQLException when the database can't be asked: that is no answer, and never a 401
     */
    public LiveSession admit(SessionKey key) throws SQLException {
        KeyDigest digest = key.digest();
        Optional<Beat> beat = settings.cache() ? bus.trusted() : Optional.empty(); // before the look into memory: what it holds then is as fresh as the beat
        if (beat.isPresent()) {
            Snapshot known = snapshots.get(digest);
            Instant now = beat.get().now();
            if (known != null && known.isAliveAt(now, timeouts) && touch(known, now)) {
                return live(known, now);
            }
        }
        return admitByRow(digest, beat.isPresent());
    }

    private LiveSession admitByRow(KeyDigest digest, boolean remember) throws SQLException {
        long epoch = snapshots.epoch();
        SessionRow row = rows.find(digest).orElseThrow(SessionProblems::invalidKey);
        if (!row.userIsActive()) {
            throw SessionProblems.disabled();
        }
        Snapshot read = new Snapshot(row);
        if (row.revoked() || !read.isAliveAt(row.now(), timeouts) || !touch(read, row.now())) {
            throw SessionProblems.invalidKey();
        }
        if (remember) {
            snapshots.put(digest, read, epoch);
        }
        return live(read, row.now());
    }

    /** What the probe asks: the living session of this key, which does not count as seen by that. */
    public Optional<Peeked> peek(SessionKey key) throws SQLException {
        return rows.find(key.digest())
                .filter(row -> row.userIsActive() && !row.revoked() && timeouts.allow(row.createdAt(), row.lastSeenAt(), row.now()))
                .map(row -> new Peeked(live(new Snapshot(row), row.lastSeenAt()), row.deviceLabel()));
    }

    /**
     * A living session, looked at without being touched.
     *
     * @param deviceLabel  what the list calls its device
     */
    public record Peeked(LiveSession session, String deviceLabel) {
    }

    /** False when the row was asked, and is no longer alive. */
    private boolean touch(Snapshot session, Instant now) throws SQLException {
        if (session.lastSeenAt().plus(timeouts.idle()).isBefore(now.plus(WRITE_AT_ONCE))) {
            if (!rows.touchNow(session.sessionId, timeouts)) {
                return false;
            }
        } else {
            touches.note(session.sessionId, now);
        }
        session.seenAt(now);
        return true;
    }

    private LiveSession live(Snapshot session, Instant seenAt) {
        return new LiveSession(session.sessionId, session.userId, session.username, session.createdAt, seenAt, timeouts.expiryOf(session.createdAt, seenAt));
    }
}
