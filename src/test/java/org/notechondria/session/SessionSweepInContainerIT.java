package org.notechondria.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import java.time.Duration;
import javax.sql.DataSource;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.notechondria.support.DatabaseInContainer;

/** The sweep on the real database, with ten thousand rows to take. */
@ArquillianTest
class SessionSweepInContainerIT {
    private static final int MANY = 10_000;
    @EJB
    private Sessions sessions;
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
        insert(anna, MANY / 2, "created_at, last_seen_at, revoked_at, ended_reason", "app_now() - interval '40 days', app_now() - interval '40 days', app_now() - interval '40 days', 'revoked'");
        insert(anna, MANY / 2, "created_at, last_seen_at", "app_now() - interval '40 days', app_now() - interval '40 days'");
        insert(anna, 3, "revoked_at, ended_reason", "app_now(), 'revoked'");
        insert(anna, 2, "created_at", "app_now()");
        long slowest = 0;
        for (int swept = -1; swept != 0;) {
            long start = System.nanoTime();
            swept = sessions.sweep();
            slowest = Math.max(slowest, System.nanoTime() - start);
        }
        assertTrue(slowest < Duration.ofSeconds(2).toNanos(), "the slowest batch took " + Duration.ofNanos(slowest));
        assertEquals(5L, database.one("SELECT count(*) FROM session WHERE user_id = ?", anna));
    }

    @Test
    void what_ended_is_kept_for_the_retention_of_thirty_days_and_not_a_microsecond_longer() {
        long anna = database.person(false);
        database.update("CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT timestamptz ''2026-01-31 12:00:00Z'''");
        try {
            insert(anna, 1, "created_at, last_seen_at, revoked_at, ended_reason", "app_now() - interval '31 days', app_now() - interval '30 days', app_now() - interval '30 days', 'revoked'");
            insert(anna, 2, "created_at, last_seen_at, revoked_at, ended_reason",
                    "app_now() - interval '31 days', app_now() - interval '30 days', app_now() - interval '30 days' - interval '1 microsecond', 'revoked'");
            insert(anna, 1, "created_at, last_seen_at", "app_now() - interval '33 days', app_now() - interval '33 days'");
            insert(anna, 2, "created_at, last_seen_at", "app_now() - interval '33 days' - interval '1 microsecond', app_now() - interval '33 days'");
            sessions.sweep();
        } finally {
            database.restoreClock();
        }
        assertEquals(2L, database.one("SELECT count(*) FROM session WHERE user_id = ?", anna));
        assertEquals(1L, database.one("SELECT count(*) FROM session WHERE user_id = ? AND revoked_at = '2026-01-01 12:00:00Z'", anna));
    }

    private void insert(long user, int count, String columns, String values) {
        database.update("INSERT INTO session (key_digest, user_id, device_label, user_agent, client_hash, client_hash_key, origin, " + columns + ")"
                + " SELECT sha256(convert_to(gen_random_uuid() || '', 'UTF8')), ?, 'Mac', '', sha256(''), 1, 'password', " + values + " FROM generate_series(1, ?)", user, count);
    }
}
