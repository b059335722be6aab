package org.notechondria.support;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.notechondria.run.DatabaseAddress;

/** The tests' own way to the database: to look at what is stored, and to move the clock that decides every expiry. */
public final class Sql {

    private Sql() {
    }

    private static volatile DatabaseAddress other;

    /** Until it is called with null, everything here speaks to that database instead of the container's. */
    public static void speakTo(DatabaseAddress database) {
        other = database;
    }

    public static Connection connect() throws SQLException {
        DatabaseAddress address = other == null ? TestDatabase.address() : other;
        return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    }

    /** How many rows the statement changed. */
    public static int update(String sql, Object... values) {
        try (Connection connection = connect(); PreparedStatement statement = prepared(connection, sql, values)) {
            return statement.executeUpdate();
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    /** The first column of the first row. */
    public static Object one(String sql, Object... values) {
        try (Connection connection = connect(); PreparedStatement statement = prepared(connection, sql, values); ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new IllegalStateException("no row: " + sql);
            }
            return rows.getObject(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    public static long count(String sql, Object... values) {
        return ((Number) one(sql, values)).longValue();
    }

    /** From now on {@code app_now()} is ahead of the real time by this much; nobody waits. */
    public static void clockAhead(Duration by) {
        update("CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now() + interval ''"
                + by.toMillis() + " milliseconds'''");
        untilTheNodesKnow();
    }

    /** {@code app_now()} stands still at this literal. */
    public static void clockStandsAt(String timestamp) {
        update("CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT timestamptz ''" + timestamp + "'''");
        untilTheNodesKnow();
    }

    public static void clockIsRight() {
        if (!"SELECT now()".equals(one("SELECT prosrc FROM pg_proc WHERE proname = 'app_now'"))) {
            update("CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now()'");
            untilTheNodesKnow();
        }
    }

    /** A node's memory learns the time by heartbeat: the second one that begins after the change has the first behind it. */
    private static void untilTheNodesKnow() {
        for (int beat = 0; beat < 2; beat++) {
            Object before = one("SELECT clock_timestamp()");
            Eventually.holds("every node had a heartbeat", () -> count("""
                    SELECT count(*) FROM pg_stat_activity WHERE application_name = 'notechondria bus' AND query_start <= ?""", before) == 0);
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
