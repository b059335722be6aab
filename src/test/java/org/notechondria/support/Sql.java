package org.notechondria.support;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.notechondria.run.DatabaseAddress;

/** The tests' own way to the database: to look at what is stored, and to move the clock that decides every expiry. */
public final class Sql {

    private Sql() {
    }

    private static volatile DatabaseAddress other;
    /** A connection costs more than most of what is asked, so each is kept for the next who asks the same database. */
    private static final Map<DatabaseAddress, Deque<Connection>> IDLE = new ConcurrentHashMap<>();
    private static final int MOST_IDLE = 4;
    private static final Set<DatabaseAddress> CLOCK_IS_WRONG = ConcurrentHashMap.newKeySet();

    /** Until it is called with null, everything here speaks to that database instead of the container's. */
    public static void speakTo(DatabaseAddress database) {
        other = database;
    }

    /** A new one, for a transaction of the test's own. */
    public static Connection connect() throws SQLException {
        return connect(address());
    }

    private static Connection connect(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    }

    private static DatabaseAddress address() {
        return other == null ? TestDatabase.address() : other;
    }

    private interface Asked<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    private static <T> T ask(String sql, Object[] values, Asked<T> asked) {
        Deque<Connection> idle = IDLE.computeIfAbsent(address(), database -> new ConcurrentLinkedDeque<>());
        try {
            Connection connection = living(idle);
            T answer;
            try (PreparedStatement statement = prepared(connection, sql, values)) {
                answer = asked.of(statement);
            } catch (SQLException failed) {
                connection.close();
                throw failed;
            }
            keep(connection, idle);
            return answer;
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    private static void keep(Connection connection, Deque<Connection> idle) throws SQLException {
        if (idle.size() < MOST_IDLE) {
            idle.push(connection);
        } else {
            connection.close();
        }
    }

    /** A test may have ended those that lie there, with their database or without. */
    private static Connection living(Deque<Connection> idle) throws SQLException {
        for (Connection lying = idle.poll(); lying != null; lying = idle.poll()) {
            if (lying.isValid(1)) {
                return lying;
            }
            lying.close();
        }
        return connect();
    }

    /** How many rows the statement changed. */
    public static int update(String sql, Object... values) {
        return ask(sql, values, PreparedStatement::executeUpdate);
    }

    /** The first column of the first row. */
    public static Object one(String sql, Object... values) {
        return ask(sql, values, statement -> {
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new IllegalStateException("no row: " + sql);
                }
                return rows.getObject(1);
            }
        });
    }

    public static long count(String sql, Object... values) {
        return ((Number) one(sql, values)).longValue();
    }

    /** From now on {@code app_now()} is ahead of the real time by this much; nobody waits. */
    public static void clockAhead(Duration by) {
        clockOfTheTablesAhead(by);
        untilTheNodesKnow();
    }

    /** The same for tests in which no session is used: everything else asks the database for the time. */
    public static void clockOfTheTablesAhead(Duration by) {
        moveClock("now() + interval ''" + by.toMillis() + " milliseconds''");
    }

    /** {@code app_now()} stands still at this literal. */
    public static void clockStandsAt(String timestamp) {
        moveClock("timestamptz ''" + timestamp + "''");
        untilTheNodesKnow();
    }

    public static void clockIsRight() {
        if (CLOCK_IS_WRONG.contains(address())) {
            moveClock("now()");
            untilTheNodesKnow();
            CLOCK_IS_WRONG.remove(address());
        }
    }

    private static void moveClock(String to) {
        CLOCK_IS_WRONG.add(address());
        update("CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT " + to + "'");
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
