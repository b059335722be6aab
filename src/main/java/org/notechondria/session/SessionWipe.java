package org.notechondria.session;

import static java.lang.System.Logger.Level.INFO;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Ends every session, once for each deployment however many nodes it has: a step of the start. */
@ApplicationScoped
public class SessionWipe {
    private static final System.Logger LOG = System.getLogger(SessionWipe.class.getName());
    private static final String FIRST_SIGHT = "INSERT INTO deployment (id, ended_sessions) VALUES (?, 0) ON CONFLICT DO NOTHING";
    private static final String WIPE = """
            UPDATE session SET revoked_at = app_now(), ended_reason = ?
             WHERE id IN (SELECT id FROM session WHERE revoked_at IS NULL ORDER BY id FOR NO KEY UPDATE)""";
    private static final String COUNT = "UPDATE deployment SET ended_sessions = ? WHERE id = ?";

    /**
     * Does nothing when this deployment was ever seen before: a node that restarts, a second node, or a return to an earlier one.
     *
     * @param connection  one without the short timeouts of requests: a million rows take seconds. In auto-commit; so it is given back
     */
    public void run(Connection connection, String deploymentId) throws SQLException {
        connection.setAutoCommit(false);
        try {
            if (update(connection, FIRST_SIGHT, deploymentId) == 1) {
                int ended = update(connection, WIPE, EndedReason.DEPLOYMENT.stored());
                update(connection, COUNT, ended, deploymentId);
                LOG.log(INFO, ended == 0 ? "new deployment {0}: there was no session to end" : "new deployment {0}: {1} sessions ended", deploymentId, ended);
            } else {
                LOG.log(INFO, "deployment {0} is known: its sessions live on", deploymentId);
            }
            connection.commit();
        } finally {
            connection.rollback(); // nothing, after the commit
            connection.setAutoCommit(true);
        }
    }

    private static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
