package org.notechondria.support;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;

/** What a test inside the container does to the database behind the program's back: rows by hand, and the clock. */
public final class DatabaseInContainer {
    private final DataSource source;

    public DatabaseInContainer(DataSource source) {
        this.source = source;
    }

    /** An active person with a name that nobody else has. @return the id */
    public long person(boolean staff) {
        String name = "p" + UUID.randomUUID().toString().replace("-", "");
        return (Long) one("INSERT INTO users (username, username_folded, is_staff) VALUES (?, ?, ?) RETURNING id", name, name, staff);
    }

    /** Moves {@code app_now()} for everyone; {@link #restoreClock} afterwards. */
    public void moveClock(Duration ahead) {
        update("CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now() + interval ''"
                + ahead.toMillis() + " milliseconds'''");
    }

    public void restoreClock() {
        update("CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now()'");
    }

    /** The first column of the first row; null when there is none. */
    public Object one(String sql, Object... values) {
        try (Connection connection = source.getConnection(); PreparedStatement statement = prepared(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getObject(1) : null;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public int update(String sql, Object... values) {
        try (Connection connection = source.getConnection(); PreparedStatement statement = prepared(connection, sql, values)) {
            return statement.executeUpdate();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
