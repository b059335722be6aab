package org.notechondria.limit;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.notechondria.configuration.SecretKey;
import org.notechondria.problem.Problem;
import org.notechondria.web.ClientAddress;

/**
 * Counts attempts in token buckets that all nodes share: one statement for each attempt, by the database's clock, committed at once
 * whatever becomes of the caller's transaction. When the database can't be asked, nothing is allowed: the failure passes through.
 * Why not a library: {@code docs/decisions/0009-rate-limits.md}. Thread-safe.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class Limits {
    private static final System.Logger LOG = System.getLogger(Limits.class.getName());
    private static final int SWEEP_BATCH = 1000;

    /**
     * 0 rows: the bucket is empty. One that was empty before is refused without a lock and without a write, so that what an attacker does
     * most costs least. Otherwise the row lock makes takes of one bucket line up, and each asks again on what the one before it left.
     */
    private static final String TAKE = """
            INSERT INTO limit_bucket AS bucket (id, full_at)
            SELECT CAST(? AS bytea), app_now() + make_interval(secs => ?)
             WHERE NOT EXISTS (SELECT FROM limit_bucket WHERE id = ? AND full_at > app_now() + make_interval(secs => ?))
                ON CONFLICT (id) DO UPDATE SET full_at = greatest(bucket.full_at, app_now()) + make_interval(secs => ?)
             WHERE bucket.full_at <= app_now() + make_interval(secs => ?)""";
    private static final String SECONDS_UNTIL_FULL = "SELECT extract(epoch FROM full_at - app_now()) FROM limit_bucket WHERE id = ?";
    private static final String GIVE_BACK = """
            UPDATE limit_bucket SET full_at = full_at - make_interval(secs => ?) WHERE id = ? AND full_at > app_now()""";
    /** A bucket that is being taken from is skipped: it is no longer full. */
    private static final String SWEEP = """
            DELETE FROM limit_bucket WHERE id IN (
                SELECT id FROM limit_bucket WHERE full_at <= app_now() LIMIT ? FOR UPDATE SKIP LOCKED)""";

    @Inject
    private LimitSettings settings;
    @Inject
    private SecretKey secretKey;
    @Resource(lookup = "jdbc/notechondria")
    private DataSource database;

    /** For the container. */
    protected Limits() {
    }

    Limits(LimitSettings settings, SecretKey secretKey, DataSource database) {
        this.settings = settings;
        this.secretKey = secretKey;
        this.database = database;
    }

    /** At the start, not at the first attempt. */
    void warnWhenOff(@Observes @Initialized(ApplicationScoped.class) Object start) {
        if (!settings.enabled()) {
            LOG.log(WARNING, "attempts are not limited (notechondria.limit.enabled is false): passwords can be guessed as fast as they are hashed");
        }
    }

    /**
     * Takes one attempt of {@code key}, or ends the request.
     *
     * @param key  whom the limit counts: an identifier, an address
     * @throws org.notechondria.problem.Problem 429 when none is left
     */
    public void take(Limit limit, String key) {
        if (!settings.enabled()) {
            return;
        }
        byte[] bucket = idOf(limit, key);
        double refill = secondsOf(limit);
        double room = refill * (limit.burst() - 1);
        try (Connection connection = database.getConnection()) {
            if (update(connection, TAKE, bucket, refill, bucket, room, refill, room) == 0) {
                throw LimitProblems.tooMany(limit, secondsUntilRoom(connection, bucket, room));
            }
        } catch (SQLException undecided) {
            throw new PersistenceException(undecided);
        }
    }

    /**
     * Takes one attempt of {@code key}, and puts it back unless the attempt fails with a refusal of 4xx: what succeeded was no guess, and neither was
     * what a busy server or a database that is away never decided.
     *
     * @throws org.notechondria.problem.Problem 429 when none is left; and whatever {@code attempt} throws
     */
    public <T> T countFailed(Limit limit, String key, Supplier<T> attempt) {
        take(limit, key);
        boolean failed = false;
        try {
            return attempt.get();
        } catch (Problem refusal) {
            failed = refusal.status() < 500;
            throw refusal;
        } finally {
            if (!failed) {
                giveBack(limit, key);
            }
        }
    }

    /** Puts back what {@link #take} took. */
    public void giveBack(Limit limit, String key) {
        if (!settings.enabled()) {
            return;
        }
        try (Connection connection = database.getConnection()) {
            update(connection, GIVE_BACK, secondsOf(limit), idOf(limit, key));
        } catch (SQLException failed) {
            throw new PersistenceException(failed);
        }
    }

    /** Deletes up to a thousand buckets that are full again. Any node may call it at any time. @return how many it deleted */
    public int sweep() {
        try (Connection connection = database.getConnection()) {
            return update(connection, SWEEP, SWEEP_BATCH);
        } catch (SQLException failed) {
            throw new PersistenceException(failed);
        }
    }

    private byte[] idOf(Limit limit, String key) {
        String counted = limit.countsAddresses() ? ClientAddress.networkOf(key) : key;
        return secretKey.hash("limit", limit.wireName() + ' ' + counted);
    }

    private static double secondsOf(Limit limit) {
        return limit.refill().toMillis() / 1000.0;
    }

    private static long secondsUntilRoom(Connection connection, byte[] bucket, double room) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SECONDS_UNTIL_FULL)) {
            select.setBytes(1, bucket);
            try (ResultSet answer = select.executeQuery()) {
                double untilFull = answer.next() ? answer.getDouble(1) : 0; // swept since: full
                return Math.max(1, (long) Math.ceil(untilFull - room));
            }
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
