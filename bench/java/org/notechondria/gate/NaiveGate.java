package org.notechondria.gate;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;
import org.notechondria.session.SessionKey;
import org.notechondria.session.SessionProblems;
import org.notechondria.session.SessionTimeouts;

/** The reference of the benchmark: a SELECT with a join and an UPDATE for every request, as the earlier system had it. Never in the product. */
@Alternative
@Priority(1)
@ApplicationScoped
public class NaiveGate extends SessionGate {
    private static final String FIND = """
            SELECT s.id, s.user_id, u.username, s.created_at, s.last_seen_at, app_now()
              FROM session s JOIN users u ON u.id = s.user_id
             WHERE s.key_digest = ? AND s.revoked_at IS NULL AND u.is_active""";
    private static final String TOUCH = "UPDATE session SET last_seen_at = app_now() WHERE id = ? AND revoked_at IS NULL";

    @Inject
    private SessionTimeouts limits;
    @Resource(lookup = "jdbc/notechondria")
    private DataSource database;

    @Override
    public LiveSession admit(SessionKey key) throws SQLException {
        LiveSession session = find(key);
        if (!limits.allow(session.createdAt(), session.lastSeenAt(), session.expiresAt())) {
            throw SessionProblems.invalidKey();
        }
        try (Connection connection = database.getConnection(); PreparedStatement touch = connection.prepareStatement(TOUCH)) {
            touch.setLong(1, session.sessionId());
            touch.executeUpdate();
        }
        return session;
    }

    private LiveSession find(SessionKey key) throws SQLException {
        try (Connection connection = database.getConnection(); PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setBytes(1, key.digest().bytes());
            try (ResultSet row = find.executeQuery()) {
                if (!row.next()) {
                    throw SessionProblems.invalidKey();
                }
                Instant now = row.getTimestamp(6).toInstant();
                return new LiveSession(row.getLong(1), row.getLong(2), row.getString(3), row.getTimestamp(4).toInstant(), row.getTimestamp(5).toInstant(), now);
            }
        }
    }
}
