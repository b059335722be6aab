package org.notechondria.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Answers "is this key alive, and whose?", and rolls the idle window of the sessions it lets in. Thread-safe. */
@ApplicationScoped
public class SessionGate {
    /** A touch with less idle time left than this is written before the answer: no node's row is ever staler than that near its end. */
    private static final Duration WRITE_AT_ONCE = Duration.ofSeconds(2);

    @Inject
    private SessionRows rows;
    @Inject
    private Touches touches;
    @Inject
    private SessionTimeouts timeouts;

    /**
     * Lets a living key in and counts its session as seen now.
     *
     * @throws org.notechondria.web.Problem 401 for a key that is unknown, ended or expired, or whose person is deactivated
     * @throws SQLException when the database can't be asked: that is no answer, and never a 401
     */
    public LiveSession admit(SessionKey key) throws SQLException {
        SessionRows.Row row = rows.find(key.digest()).orElseThrow(SessionProblems::invalidKey);
        if (!row.userIsActive()) {
            throw SessionProblems.disabled();
        }
        if (!isAlive(row) || !touch(row)) {
            throw SessionProblems.invalidKey();
        }
        return live(row, row.now());
    }

    /** What the probe asks: the living session of this key, which does not count as seen by that. */
    public Optional<LiveSession> peek(SessionKey key) throws SQLException {
        return rows.find(key.digest()).filter(row -> row.userIsActive() && isAlive(row)).map(row -> live(row, row.lastSeenAt()));
    }

    private boolean isAlive(SessionRows.Row row) {
        return !row.revoked() && timeouts.allow(row.createdAt(), row.lastSeenAt(), row.now());
    }

    private boolean touch(SessionRows.Row row) throws SQLException {
        if (row.lastSeenAt().plus(timeouts.idle()).isBefore(row.now().plus(WRITE_AT_ONCE))) {
            return rows.touchNow(row.id(), timeouts);
        }
        touches.note(row.id(), row.now());
        return true;
    }

    private LiveSession live(SessionRows.Row row, Instant seenAt) {
        return new LiveSession(row.id(), row.userId(), row.username(), row.deviceLabel(), row.createdAt(), seenAt, timeouts.expiryOf(row.createdAt(), seenAt));
    }
}
