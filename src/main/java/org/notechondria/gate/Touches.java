package org.notechondria.gate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When each session was last seen by this node, until it is written: many touches of one session become one, all that gather one
 * statement. Thread-safe.
 */
@ApplicationScoped
class Touches {
    private final Map<Long, Instant> pending = new ConcurrentHashMap<>();

    @Inject
    private SessionRows rows;

    /** Remembers that the session was seen at {@code when}, by the database's clock. */
    public void note(long sessionId, Instant when) {
        pending.merge(sessionId, when, (earlier, later) -> later.isAfter(earlier) ? later : earlier);
    }

    /** Writes what has gathered. One caller at a time. Keeps it for the next round when the database is away. */
    synchronized void flush() throws SQLException {
        Map<Long, Instant> batch = new HashMap<>();
        pending.forEach((id, when) -> {
            if (pending.remove(id, when)) {
                batch.put(id, when);
            }
        });
        if (batch.isEmpty()) {
            return;
        }
        try {
            rows.touch(batch).forEach(this::note);
        } catch (SQLException away) {
            batch.forEach(this::note);
            throw away;
        }
    }
}
