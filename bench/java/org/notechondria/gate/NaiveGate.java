package org.notechondria.gate;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.notechondria.session.SessionKey;
import org.notechondria.session.SessionProblems;
import org.notechondria.session.SessionTimeouts;

/** The reference of the benchmark: a SELECT with a join and an UPDATE for every request, as the earlier system had it. Never in the product. */
@Alternative
@Priority(1)
@ApplicationScoped
public class NaiveGate extends SessionGate {
    private static final String TOUCH = "UPDATE session SET last_seen_at = app_now() WHERE id = ? AND revoked_at IS NULL";

    @Inject
    private SessionRows select;
    @Inject
    private SessionTimeouts limits;
    @Resource(lookup = "jdbc/notechondria")
    private DataSource database;

    @Override
    public LiveSession admit(SessionKey key) throws SQLException {
        SessionRows.Row row = select.find(key.digest()).orElseThrow(SessionProblems::invalidKey);
        if (row.revoked() || !limits.allow(row.createdAt(), row.lastSeenAt(), row.now())) {
            throw SessionProblems.invalidKey();
        }
        try (Connection connection = database.getConnection(); PreparedStatement touch = connection.prepareStatement(TOUCH)) {
            touch.setLong(1, row.id());
            touch.executeUpdate();
        }
        return new LiveSession(row.id(), row.userId(), row.username(), row.createdAt(), row.now(), limits.expiryOf(row.createdAt(), row.now()));
    }
}
