package org.notechondria.gate;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.notechondria.session.KeyDigest;
import org.notechondria.session.SessionTimeouts;

/** The statements that an authenticated request may cost, on plain JDBC: they are the path that must be short. */
@ApplicationScoped
class SessionRows {
    /** Forwards only. A row that is locked is passed over and left to the next round: a touch never waits, so it never deadlocks. */
    static final String TOUCH = """
            UPDATE session s SET last_seen_at = greatest(s.last_seen_at, t.seen)
              FROM unnest(?, ?) AS t(id, seen)
             WHERE s.id = t.id
               AND s.id IN (SELECT id FROM session WHERE id = ANY (?) AND revoked_at IS NULL FOR NO KEY UPDATE SKIP LOCKED)
            RETURNING s.id""";
    /** Of those that were passed over. One that is being ended lives until that commits, and is asked about again. */
    static final String LIVING = "SELECT id FROM session WHERE id = ANY (?) AND revoked_at IS NULL";
    static final String TOUCH_NOW = """
            UPDATE session SET last_seen_at = greatest(last_seen_at, app_now())
             WHERE id = ? AND revoked_at IS NULL    -- 0 rows: ended in between, and not woken
               AND last_seen_at >= app_now() - make_interval(secs => ?) AND created_at >= app_now() - make_interval(secs => ?)""";

    @Resource(lookup = "jdbc/notechondria")
    private DataSource database;
    @Inject
    private SharedReads reads;

    /** @throws SQLException when the database does not answer, or not in time */
    Optional<SessionRow> find(KeyDigest digest) throws SQLException {
        return reads.find(digest);
    }

    /** False when the session ended, or expired, in between. */
    boolean touchNow(long id, SessionTimeouts timeouts) throws SQLException {
        try (Connection connection = database.getConnection(); PreparedStatement touch = connection.prepareStatement(TOUCH_NOW)) {
            touch.setLong(1, id);
            touch.setDouble(2, timeouts.idleSeconds());
            touch.setDouble(3, timeouts.absoluteSeconds());
            return touch.executeUpdate() == 1;
        }
    }

    /** Writes the touches in one statement and returns those that are left to write: of sessions that live, and were locked. */
    Map<Long, Instant> touch(Map<Long, Instant> seen) throws SQLException {
        List<Long> ids = new ArrayList<>(seen.keySet());
        Object[] times = ids.stream().map(id -> seen.get(id).toString()).toArray();
        Map<Long, Instant> passedOver = new HashMap<>(seen);
        try (Connection connection = database.getConnection(); PreparedStatement touch = connection.prepareStatement(TOUCH)) {
            touch.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            touch.setArray(2, connection.createArrayOf("timestamptz", times));
            touch.setArray(3, connection.createArrayOf("bigint", ids.toArray()));
            try (ResultSet written = touch.executeQuery()) {
                while (written.next()) {
                    passedOver.remove(written.getLong(1));
                }
            }
            if (!passedOver.isEmpty()) {
                passedOver.keySet().retainAll(living(connection, passedOver.keySet()));
            }
        }
        return passedOver;
    }

    private static Set<Long> living(Connection connection, Set<Long> ids) throws SQLException {
        Set<Long> living = new HashSet<>();
        try (PreparedStatement ask = connection.prepareStatement(LIVING)) {
            ask.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            try (ResultSet rows = ask.executeQuery()) {
                while (rows.next()) {
                    living.add(rows.getLong(1));
                }
            }
        }
        return living;
    }
}
