package org.notechondria.gate;

import static java.lang.System.Logger.Level.DEBUG;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.notechondria.configuration.DatabaseSettings;
import org.notechondria.session.KeyDigest;

/** One connection that reads session rows and nothing else, so that its one statement stays prepared. It is made when it is needed. Not thread-safe. */
final class SessionReader implements AutoCloseable {
    static final String FIND = """
            SELECT k.n, s.id, s.user_id, u.username, u.is_active, s.created_at, s.last_seen_at, s.revoked_at IS NOT NULL, app_now(), s.device_label
              FROM unnest(?) WITH ORDINALITY AS k (digest, n) JOIN session s ON s.key_digest = k.digest JOIN users u ON u.id = s.user_id""";
    private static final System.Logger LOG = System.getLogger(SessionReader.class.getName());

    private final DatabaseSettings database;
    private Connection connection;
    private PreparedStatement find;

    SessionReader(DatabaseSettings database) {
        this.database = database;
    }

    /** The rows that are there, by the place of their digest in the list. After a failure the next call connects anew. */
    Map<Integer, SessionRow> read(List<KeyDigest> digests) throws SQLException {
        try {
            if (connection == null) {
                connect();
            }
            find.setArray(1, connection.createArrayOf("bytea", digests.stream().map(KeyDigest::bytes).toArray(byte[][]::new)));
            try (ResultSet row = find.executeQuery()) {
                return rowsOf(row);
            }
        } catch (SQLException failed) {
            disconnect();
            throw failed;
        }
    }

    private static Map<Integer, SessionRow> rowsOf(ResultSet row) throws SQLException {
        Map<Integer, SessionRow> rows = new HashMap<>();
        while (row.next()) {
            rows.put(row.getInt(1) - 1, new SessionRow(row.getLong(2), row.getLong(3), row.getString(4), row.getBoolean(5),
                    instant(row, 6), instant(row, 7), row.getBoolean(8), instant(row, 9), row.getString(10)));
        }
        return rows;
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private void connect() throws SQLException {
        // By the index whatever the statistics of the moment: a plan that was made for an empty table would scan a full one.
        connection = database.connectImpatiently("notechondria reader", Map.of("prepareThreshold", "1", "options", "-c statement_timeout=1500 -c lock_timeout=400 -c enable_seqscan=off"));
        find = connection.prepareStatement(FIND);
    }

    void disconnect() {
        Connection gone = connection;
        connection = null;
        find = null;
        try {
            if (gone != null) {
                gone.close();
            }
        } catch (SQLException alreadyDead) {
            LOG.log(DEBUG, "closing: {0}", alreadyDead.getSQLState());
        }
    }

    @Override
    public void close() {
        disconnect();
    }
}
