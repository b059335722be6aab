package org.notechondria.apikey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

    private DatabaseInContainer database;
    private long anna;

    @BeforeEach
    void annaHasNoKey() {
        database = new DatabaseInContainer(source);
        anna = database.person(false);
    }

    @AfterEach
    void theClockGoesRightAgain() {
        database.restoreClock();
    }

    @Test
    void a_key_is_found_with_its_person() {
        ApiKey key = apiKeys.rotate(anna);
        ApiKeys.Found found = apiKeys.find(key).orElseThrow();
        assertEquals(anna, found.userId());
        assertEquals(database.one("SELECT username FROM users WHERE id = ?", anna), found.username());
        assertTrue(found.active());
        assertEquals(key.prefix(), database.one("SELECT prefix FROM api_key WHERE user_id = ?", anna));
        assertEquals(Optional.empty(), apiKeys.find(ApiKey.random()));
    }

    @Test
    void a_rotated_key_is_refused_and_the_new_one_has_another_id() {
        ApiKey old = apiKeys.rotate(anna);
        long oldId = apiKeys.find(old).orElseThrow().id();
        ApiKey fresh = apiKeys.rotate(anna);
        assertEquals(Optional.empty(), apiKeys.find(old));
        assertNotEquals(oldId, apiKeys.find(fresh).orElseThrow().id());
        assertEquals(fresh.prefix(), database.one("SELECT prefix FROM api_key WHERE user_id = ?", anna));
    }

    @Test
    void of_many_rotations_at_the_same_instant_one_key_lives() throws Exception {
        List<ApiKey> keys = RaceInContainer.atOnce(threads, 20, () -> apiKeys.rotate(anna));
        assertEquals(1, keys.stream().filter(key -> apiKeys.find(key).isPresent()).count());
    }

    @Test
    void the_key_of_a_deactivated_person_is_found_as_inactive_and_its_use_is_not_noted() {
        ApiKey key = apiKeys.rotate(anna);
        database.update("UPDATE users SET is_active = false WHERE id = ?", anna);
        assertFalse(apiKeys.find(key).orElseThrow().active());
        assertNull(lastUse());
    }

    @Test
    void the_use_is_noted_once_a_minute() {
        ApiKey key = apiKeys.rotate(anna);
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
        ApiKey key = apiKeys.rotate(anna);
        assertArrayEquals(key.digest(), (byte[]) database.one("SELECT digest FROM api_key WHERE user_id = ?", anna));
        String row = (String) database.one("SELECT api_key::text FROM api_key WHERE user_id = ?", anna);
        assertFalse(row.contains(key.onTheWire().substring(key.prefix().length())));
    }

    @Test
    void a_key_goes_with_its_person() {
        ApiKey key = apiKeys.rotate(anna);
        database.update("DELETE FROM users WHERE id = ?", anna);
        assertEquals(Optional.empty(), apiKeys.find(key));
    }

    private Object lastUse() {
        return database.one("SELECT last_used_at FROM api_key WHERE user_id = ?", anna);
    }
}
