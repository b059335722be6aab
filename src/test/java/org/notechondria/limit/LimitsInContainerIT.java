package org.notechondria.limit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Collections;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.notechondria.configuration.SecretKey;
import org.notechondria.problem.DatabaseAway;
import org.notechondria.problem.Problem;
import org.notechondria.support.DatabaseInContainer;
import org.notechondria.support.RaceInContainer;

/** The token buckets on the real database. */
@ArquillianTest
class LimitsInContainerIT {
    private static final Limit LIMIT = Limit.SIGN_IN_ACCOUNT;

    @Inject
    private BeanManager beans;
    @Inject
    private SecretKey secretKey;
    @Inject
    private UserTransaction transaction;
    @Resource(lookup = "jdbc/notechondria")
    private DataSource source;
    @Resource
    private ManagedThreadFactory threads;

    private DatabaseInContainer database;
    /** As it is injected, but switched on, whatever the deployment says. */
    private Limits limits;
    private String anna;

    @BeforeEach
    void nobodyHasTriedYet() {
        database = new DatabaseInContainer(source);
        limits = beans.createInterceptionFactory(beans.<Limits>createCreationalContext(null), Limits.class)
                .createInterceptedInstance(new Limits(new LimitSettings(true), secretKey, source));
        anna = UUID.randomUUID() + "@example.org";
    }

    @AfterEach
    void theClockGoesRightAgain() {
        database.restoreClock();
    }

    @Test
    void the_burst_passes_and_the_next_attempt_is_told_when_to_come_back() {
        exhaust(LIMIT, anna);
        Problem refused = assertThrows(Problem.class, () -> limits.take(LIMIT, anna));
        assertEquals(429, refused.status());
        assertEquals("Too many attempts. Try again later.", refused.getMessage());
        assertTrue(refused.body().contains("too-many-requests"));
        int seconds = Integer.parseInt(refused.headers().get("Retry-After"));
        assertTrue(seconds > 50 && seconds <= 60, () -> "Retry-After: " + seconds);
        assertEquals("\"sign-in\";q=10;w=600", refused.headers().get("RateLimit-Policy"));
        assertEquals("\"sign-in\";r=0;t=" + seconds, refused.headers().get("RateLimit"));
    }

    @Test
    void one_attempt_comes_back_with_each_refill_and_never_more_than_the_burst() {
        exhaust(LIMIT, anna);
        database.moveClock(LIMIT.refill().minusSeconds(10));
        assertTrue(isRefused(LIMIT, anna));
        database.moveClock(LIMIT.refill());
        limits.take(LIMIT, anna);
        assertTrue(isRefused(LIMIT, anna));
        database.moveClock(Duration.ofDays(30));
        exhaust(LIMIT, anna);
        assertTrue(isRefused(LIMIT, anna));
    }

    @Test
    void keys_and_limits_do_not_share_a_bucket() {
        exhaust(LIMIT, anna);
        assertDoesNotThrow(() -> limits.take(LIMIT, "bert" + anna));
        assertDoesNotThrow(() -> limits.take(Limit.CODE_ACCOUNT, anna));
    }

    @Test
    void what_is_given_back_can_be_taken_again_and_a_full_bucket_takes_nothing_more() {
        limits.giveBack(LIMIT, anna);
        exhaust(LIMIT, anna);
        limits.giveBack(LIMIT, anna);
        limits.take(LIMIT, anna);
        assertTrue(isRefused(LIMIT, anna));
        database.moveClock(Duration.ofDays(1));
        limits.giveBack(LIMIT, anna);
        limits.giveBack(LIMIT, anna);
        exhaust(LIMIT, anna);
        assertTrue(isRefused(LIMIT, anna));
    }

    @Test
    void a_hundred_attempts_at_the_same_instant_get_the_burst_and_no_more() throws Exception {
        long passed = Collections.frequency(RaceInContainer.atOnce(threads, 100, () -> isRefused(LIMIT, anna)), false);
        assertEquals(LIMIT.burst(), passed);
    }

    @Test
    void an_attempt_counts_even_when_the_caller_rolls_back() throws Exception {
        transaction.begin();
        exhaust(LIMIT, anna);
        transaction.rollback();
        assertTrue(isRefused(LIMIT, anna));
    }

    @Test
    void the_sweep_takes_full_buckets_and_leaves_the_others() {
        exhaust(LIMIT, anna);
        assertEquals(1, rowsOf(anna));
        database.moveClock(LIMIT.refill().multipliedBy(LIMIT.burst()).minusSeconds(10));
        limits.sweep();
        assertEquals(1, rowsOf(anna));
        database.moveClock(LIMIT.refill().multipliedBy(LIMIT.burst()));
        assertTrue(limits.sweep() >= 1);
        assertEquals(0, rowsOf(anna));
    }

    @Test
    void I9_no_key_is_readable_in_the_table() {
        limits.take(LIMIT, anna);
        assertEquals(1, rowsOf(anna));
        assertNull(database.one("SELECT 1 FROM limit_bucket WHERE position(?::bytea IN id) > 0", anna.substring(0, 8)));
    }

    @Test
    void a_limit_that_is_off_lets_everything_pass_without_the_database() {
        Limits off = new Limits(new LimitSettings(false), secretKey, null);
        for (int i = 0; i < 100; i++) {
            off.take(LIMIT, anna);
            off.giveBack(LIMIT, anna);
        }
    }

    @Test
    void I8_a_database_that_is_away_is_told_as_that_and_never_as_allowed() {
        Limits cut = new Limits(new LimitSettings(true), secretKey, (DataSource) java.lang.reflect.Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    throw new SQLTransientConnectionException("away", "08001");
                }));
        RuntimeException failure = assertThrows(RuntimeException.class, () -> cut.take(LIMIT, anna));
        assertTrue(failure.getCause() instanceof SQLException);
        assertTrue(DatabaseAway.explains(failure));
    }

    private void exhaust(Limit limit, String key) {
        for (int i = 0; i < limit.burst(); i++) {
            limits.take(limit, key);
        }
    }

    private boolean isRefused(Limit limit, String key) {
        try {
            limits.take(limit, key);
            return false;
        } catch (Problem refused) {
            return refused.status() == 429;
        }
    }

    private long rowsOf(String key) {
        return (Long) database.one("SELECT count(*) FROM limit_bucket WHERE id = ?", secretKey.hash("limit", LIMIT.wireName() + ' ' + key));
    }
}
