package org.notechondria.apikey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.notechondria.problem.Problem;
import org.notechondria.support.DatabaseInContainer;
import org.notechondria.support.RaceInContainer;

/** Personal keys on the real database. */
@ArquillianTest
class ApiKeysInContainerIT {
    @Inject
    private ApiKeys apiKeys;
    @Resource(lookup = "jdbc/notechondria")
    private DataSource source;
    @Resource
    private ManagedThreadFactory threads;
    @Resource
    private ManagedExecutorService elsewhere;

    private DatabaseInContainer database;
    private long anna;
    private long phone;

    @BeforeEach
    void annaHasASessionAndNoKey() {
        database = new DatabaseInContainer(source);
        anna = database.person(false);
        phone = (Long) database.one("""
                INSERT INTO session (key_digest, user_id, device_label, user_agent, client_hash, client_hash_key, origin)
                VALUES (sha256(convert_to(CAST(gen_random_uuid() AS text), 'UTF8')), ?, 'iPhone', '', sha256('x'), 1, 'test') RETURNING id""", anna);
    }

    @AfterEach
    void theClockGoesRightAgain() {
        database.restoreClock();
    }

    @Test
    void a_key_is_found_with_its_person() {
        ApiKey key = apiKeys.rotate(anna, phone);
        ApiKeys.Found found = apiKeys.find(key).orElseThrow();
        assertEquals(anna, found.userId());
        assertEquals(database.one("SELECT username FROM users WHERE id = ?", anna), found.username());
        assertTrue(found.active());
        assertEquals(key.prefix(), database.one("SELECT prefix FROM api_key WHERE user_id = ?", anna));
        assertEquals(Optional.empty(), apiKeys.find(ApiKey.random()));
    }

    @Test
    void a_rotated_key_is_refused_and_the_new_one_has_another_id() {
        ApiKey old = apiKeys.rotate(anna, phone);
        long oldId = apiKeys.find(old).orElseThrow().id();
        ApiKey fresh = apiKeys.rotate(anna, phone);
        assertEquals(Optional.empty(), apiKeys.find(old));
        assertNotEquals(oldId, apiKeys.find(fresh).orElseThrow().id());
        assertEquals(fresh.prefix(), database.one("SELECT prefix FROM api_key WHERE user_id = ?", anna));
    }

    @Test
    void of_many_rotations_at_the_same_instant_one_key_lives() throws Exception {
        List<ApiKey> keys = RaceInContainer.atOnce(threads, 20, () -> apiKeys.rotate(anna, phone));
        assertEquals(1, keys.stream().filter(key -> apiKeys.find(key).isPresent()).count());
    }

    @Test
    void a_session_that_has_ended_or_is_somebody_elses_makes_no_key() {
        assertRefused(database.person(false), phone);
        database.update("UPDATE session SET revoked_at = app_now(), ended_reason = 'revoked' WHERE id = ?", phone);
        assertRefused(anna, phone);
    }

    /** As a password reset does it: the person first, then the key, then the sessions. Whoever was let in before it must not leave with a key. */
    @Test
    void I7_a_rotation_that_meets_a_reset_under_way_waits_and_makes_no_key() throws Exception {
        apiKeys.rotate(anna, phone);
        Future<Integer> refused;
        try (Connection reset = source.getConnection(); Statement sql = reset.createStatement()) {
            reset.setAutoCommit(false);
            sql.executeUpdate("UPDATE users SET credential_version = credential_version + 1 WHERE id = " + anna);
            sql.executeUpdate("DELETE FROM api_key WHERE user_id = " + anna);
            refused = elsewhere.submit(() -> assertThrows(Problem.class, () -> apiKeys.rotate(anna, phone)).status());
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while ((Long) database.one("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'SELECT id FROM users%FOR SHARE'") == 0) {
                assertTrue(System.nanoTime() < end, "it did not wait");
            }
            sql.executeUpdate("UPDATE session SET revoked_at = app_now(), ended_reason = 'reset' WHERE user_id = " + anna);
            reset.commit();
            reset.setAutoCommit(true);
        }
        assertEquals(401, refused.get());
        assertEquals(0L, database.one("SELECT count(*) FROM api_key WHERE user_id = ?", anna));
    }

    private void assertRefused(long person, long session) {
        assertEquals(401, assertThrows(Problem.class, () -> apiKeys.rotate(person, session)).status());
        assertEquals(0L, database.one("SELECT count(*) FROM api_key WHERE user_id = ?", person));
    }

    @Test
    void the_key_of_a_deactivated_person_is_found_as_inactive_and_its_use_is_not_noted() {
        ApiKey key = apiKeys.rotate(anna, phone);
        database.update("UPDATE users SET is_active = false WHERE id = ?", anna);
        assertFalse(apiKeys.find(key).orElseThrow().active());
        assertNull(lastUse());
    }

    @Test
    void the_use_is_noted_once_a_minute() {
        ApiKey key = apiKeys.rotate(anna, phone);
        assertNull(lastUse());
        apiKeys.find(key);
        Object first = lastUse();
        database.moveClock(Duration.ofSeconds(50));
        apiKeys.find(key);
        assertEquals(first, lastUse());
        database.moveClock(Duration.ofSeconds(61));
        apiKeys.find(key);
        assertNotEquals(first, lastUse());
    }

    @Test
    void I9_the_table_holds_the_digest_and_the_prefix_and_not_the_key() {
        ApiKey key = apiKeys.rotate(anna, phone);
        assertArrayEquals(key.digest(), (byte[]) database.one("SELECT digest FROM api_key WHERE user_id = ?", anna));
        String row = (String) database.one("SELECT api_key::text FROM api_key WHERE user_id = ?", anna);
        assertFalse(row.contains(key.onTheWire().substring(key.prefix().length())));
    }

    @Test
    void a_key_goes_with_its_person() {
        ApiKey key = apiKeys.rotate(anna, phone);
        database.update("DELETE FROM users WHERE id = ?", anna);
        assertEquals(Optional.empty(), apiKeys.find(key));
    }

    private Object lastUse() {
        return database.one("SELECT last_used_at FROM api_key WHERE user_id = ?", anna);
    }
}
