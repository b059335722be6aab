package org.notechondria.gate;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.notechondria.problem.DatabaseAway;
import org.notechondria.session.KeyDigest;
import org.notechondria.session.SessionTimeouts;

/** The two statements that an authenticated request may cost, on plain JDBC: they are the path that must be short. */
@ApplicationScoped
class SessionRows {
    static final String FIND = """
            SELECT s.id, s.user_id, u.username, u.is_active, s.created_at, s.last_seen_at, s.revoked_at IS NOT NULL, app_now(), s.device_label
              FROM session s JOIN users u ON u.id = s.user_id
             WHERE s.key_digest = ?""";
    /** Forwards only. A row that is locked is passed over and left to the next round: a touch never waits, so it never deadlocks. */
    static final String TOUCH = """
            UPDATE session s SET last_seen_at = greatest(s.last_seen_at, t.seen)
              FROM unnest(?, ?) AS t(id, seen)
             WHERE s.id = t.id
               AND s.id IN (SELECT id FROM session WHERE id = ANY (?) AND revoked_at IS NULL FOR NO KEY UPDATE SKIP LOCKED)
            RETURNING s.id""";
    static final String TOUCH_NOW = """
            UPDATE session SET last_seen_at = greatest(last_seen_at, app_now())
             WHERE id = ? AND revoked_at IS NULL    -- 0 rows: ended in between, and not woken
               AND last_seen_at >= app_now() - make_interval(secs => ?) AND created_at >= app_now() - make_interval(secs => ?)""";

    @Resource(lookup = "jdbc/notechondria")
    private DataSource database;

    /**
     * One row as it was read.
     *
     * @param now  the database's clock at that moment
     */
    record Row(long id, long userId, String username, boolean userIsActive, Instant createdAt, Instant lastSeenAt, boolean revoked, Instant now, String deviceLabel) {
    }

    Optional<Row> find(KeyDigest digest) throws SQLException {
        try {
            return read(digest);
        } catch (SQLException failed) {
            if (!DatabaseAway.endedTheConnection(failed)) {
                throw failed;
            }
            return read(digest); // once: the pool had found it alive, and validates the next one as well
        }
    }

    private Optional<Row> read(KeyDigest digest) throws SQLException {
        try (Connection connection = database.getConnection(); PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setBytes(1, digest.bytes());
            try (ResultSet row = find.executeQuery()) {
                return row.next() ? Optional.of(new Row(row.getLong(1), row.getLong(2), row.getString(3), row.getBoolean(4),
                        row.getTimestamp(5).toInstant(), row.getTimestamp(6).toInstant(), row.getBoolean(7), row.getTimestamp(8).toInstant(), row.getString(9)))
                        : Optional.empty();
            }
        }
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

    /** Writes the touches in one statement and returns those that were passed over: locked, or ended. */
    Map<Long, Instant> touch(Map<Long, Instant> seen) throws SQLException {
        List<Long> ids = new ArrayList<>(seen.keySet());
        Object[] times = ids.stream().map(id -> seen.get(id).toString()).toArray();
        Map<Long, Instant> left = new HashMap<>(seen);
        try (Connection connection = database.getConnection(); PreparedStatement touch = connection.prepareStatement(TOUCH)) {
            touch.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            touch.setArray(2, connection.createArrayOf("timestamptz", times));
            touch.setArray(3, connection.createArrayOf("bigint", ids.toArray()));
            try (ResultSet written = touch.executeQuery()) {
                while (written.next()) {
                    left.remove(written.getLong(1));
                }
            }
        }
        return left;
    }
}
