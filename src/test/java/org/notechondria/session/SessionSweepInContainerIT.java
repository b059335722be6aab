package org.notechondria.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import javax.sql.DataSource;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.notechondria.support.DatabaseInContainer;

/** The sweep on the real database: ten thousand rows to take, the edge of the retention, its batches, and rows that somebody holds. */
@ArquillianTest
class SessionSweepInContainerIT {
    private static final int MANY = 10_000;
    private static final int BATCH = 500;
    private static final String ENDED = "created_at, last_seen_at, revoked_at, ended_reason";
    private static final String ENDED_LONG_AGO = "app_now() - interval '40 days', app_now() - interval '40 days', app_now() - interval '40 days', 'revoked'";
    private static final String EXPIRED = "created_at, last_seen_at";
    private static final String EXPIRED_LONG_AGO = "app_now() - interval '40 days', app_now() - interval '40 days'";
    @EJB
    private Sessions sessions;
    @Inject
    private UserTransaction transaction;
    @Resource(lookup = "jdbc/notechondria")
    private DataSource source;
    private DatabaseInContainer database;

    @BeforeEach
    void connect() {
        database = new DatabaseInContainer(source);
    }

    @Test
    void A34_ten_thousand_that_ended_or_expired_long_ago_are_swept_fast_and_whoever_lives_stays() {
        long anna = database.person(false);
        insert(anna, MANY / 2, ENDED, ENDED_LONG_AGO);
        insert(anna, MANY / 2, EXPIRED, EXPIRED_LONG_AGO);
        insert(anna, 3, "revoked_at, ended_reason", "app_now(), 'revoked'");
        insert(anna, 2, "created_at", "app_now()");
        long slowest = 0;
        for (int swept = -1; swept != 0;) {
            long start = System.nanoTime();
            swept = sessions.sweep();
            slowest = Math.max(slowest, System.nanoTime() - start);
        }
        assertTrue(slowest < Duration.ofSeconds(2).toNanos(), "the slowest batch took " + Duration.ofNanos(slowest));
        assertEquals(5L, rowsOf(anna));
    }

    /** More than a batch of one kind and nothing of the other: a limit that one of the two statements lost would show. */
    @Test
    void one_call_takes_a_small_batch_of_each_kind_and_no_more() {
        long anna = database.person(false);
        sweepAll();
        insert(anna, BATCH + 1, ENDED, ENDED_LONG_AGO);
        assertTrue(sessions.sweep() <= BATCH, "of what ended");
        sweepAll();
        insert(anna, BATCH + 1, EXPIRED, EXPIRED_LONG_AGO);
        assertTrue(sessions.sweep() <= BATCH, "of what expired");
        sweepAll();
        assertEquals(0L, rowsOf(anna));
    }

    /** A statement that waited for the row would fail when it has waited for as long as it may, and nothing would be swept. */
    @Test
    void a_row_that_somebody_holds_is_left_holds_nothing_up_and_is_swept_later() throws Exception {
        long anna = database.person(false);
        insert(anna, 3, ENDED, ENDED_LONG_AGO);
        insert(anna, 3, EXPIRED, EXPIRED_LONG_AGO);
        transaction.begin();
        try {
            assertEquals(2L, database.one("SELECT count(*) FROM (SELECT id FROM session WHERE id IN"
                    + " (SELECT min(id) FROM session WHERE user_id = ? GROUP BY revoked_at IS NULL) FOR UPDATE) held", anna));
            sweepAll();
            assertEquals(2L, rowsOf(anna));
        } finally {
            transaction.rollback();
        }
        sweepAll();
        assertEquals(0L, rowsOf(anna));
    }

    @Test
    void what_ended_is_kept_for_the_retention_of_thirty_days_and_not_a_microsecond_longer() {
        long anna = database.person(false);
        database.update("CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT timestamptz ''2026-01-31 12:00:00Z'''");
        try {
            insert(anna, 1, ENDED, "app_now() - interval '31 days', app_now() - interval '30 days', app_now() - interval '30 days', 'revoked'");
            insert(anna, 2, ENDED,
                    "app_now() - interval '31 days', app_now() - interval '30 days', app_now() - interval '30 days' - interval '1 microsecond', 'revoked'");
            insert(anna, 1, EXPIRED, "app_now() - interval '33 days', app_now() - interval '33 days'");
            insert(anna, 2, EXPIRED, "app_now() - interval '33 days' - interval '1 microsecond', app_now() - interval '33 days'");
            sessions.sweep();
        } finally {
            database.restoreClock();
        }
        assertEquals(2L, rowsOf(anna));
        assertEquals(1L, database.one("SELECT count(*) FROM session WHERE user_id = ? AND revoked_at = '2026-01-01 12:00:00Z'", anna));
    }

    private void sweepAll() {
        while (sessions.sweep() > 0) {
            continue;
        }
    }

    private long rowsOf(long user) {
        return (Long) database.one("SELECT count(*) FROM session WHERE user_id = ?", user);
    }

    private void insert(long user, int count, String columns, String values) {
        database.update("INSERT INTO session (key_digest, user_id, device_label, user_agent, client_hash, client_hash_key, origin, " + columns + ")"
                + " SELECT sha256(convert_to(gen_random_uuid() || '', 'UTF8')), ?, 'Mac', '', sha256(''), 1, 'password', " + values + " FROM generate_series(1, ?)", user, count);
    }
}
