package org.notechondria.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.notechondria.account.EmailAddress;
import org.notechondria.account.Username;
import org.notechondria.credential.Password;
import org.notechondria.credential.PasswordHash;
import org.notechondria.problem.Problem;
import org.notechondria.support.DatabaseInContainer;
import org.notechondria.support.RaceInContainer;

/** Pending registrations on the real database: the races that hashing would thin out, and the sweep. */
@ArquillianTest
class RegistrationsInContainerIT {
    private static final PasswordHash HASH = PasswordHash.of("$argon2id$of-nobody");
    private static final int AT_ONCE = 20;

    @EJB
    private Registrations registrations;
    @Resource(lookup = "jdbc/notechondria")
    private DataSource source;
    @Resource
    private ManagedThreadFactory threads;

    private DatabaseInContainer database;
    private String name;

    @BeforeEach
    void nobodyHasRegisteredYet() {
        database = new DatabaseInContainer(source);
        name = "n" + UUID.randomUUID();
    }

    @AfterEach
    void theClockGoesRightAgain() {
        database.restoreClock();
    }

    @Test
    void of_twenty_who_want_one_name_at_the_same_instant_one_gets_it() throws Exception {
        for (int round = 0; round < 10; round++) {
            String wanted = name + round;
            AtomicInteger number = new AtomicInteger();
            long added = Collections.frequency(RaceInContainer.atOnce(threads, AT_ONCE, () -> added(wanted, number.incrementAndGet() + wanted)), true);
            assertEquals(1, added);
            assertEquals(1L, database.one("SELECT count(*) FROM registration WHERE username = ?", wanted));
        }
    }

    @Test
    void of_twenty_with_one_address_at_the_same_instant_five_wait_and_five_names_are_held() throws Exception {
        for (int round = 0; round < 5; round++) {
            String address = name + round;
            AtomicInteger number = new AtomicInteger();
            RaceInContainer.atOnce(threads, AT_ONCE, () -> added(address + "_" + number.incrementAndGet(), address));
            assertEquals(5L, database.one("SELECT count(*) FROM registration WHERE email = ?", address + "@example.org"));
            assertEquals(5L, database.one("SELECT count(*) FROM name_claim WHERE folded LIKE ?", address + "\\_%"));
        }
    }

    @Test
    void the_sweep_takes_what_has_expired_with_its_name_and_leaves_the_others() {
        assertTrue(added(name, name));
        database.moveClock(Duration.ofMinutes(9));
        assertTrue(added(name + "-later", name));
        registrations.sweep();
        assertEquals(2L, rows());
        database.update("INSERT INTO resend_wish (email, asked_at) VALUES ('swept@example.org', app_now() - interval '10 minutes 1 second')");
        database.moveClock(Duration.ofMinutes(10).plusSeconds(5));
        assertTrue(registrations.sweep() >= 2);
        while (registrations.sweep() > 0) {
            continue;
        }
        assertEquals(1L, rows());
        assertEquals(0L, database.one("SELECT count(*) FROM resend_wish WHERE asked_at < app_now() - interval '10 minutes'"));
        assertEquals(0L, database.one("SELECT count(*) FROM verification_round WHERE mailed_at < app_now() - interval '1 minute'"));
        assertEquals(1L, database.one("SELECT count(*) FROM name_claim WHERE folded LIKE ?", name + "%"));
    }

    private long rows() {
        return (Long) database.one("SELECT count(*) FROM registration WHERE email = ?", name + "@example.org");
    }

    /** False when the name was another's. */
    private boolean added(String username, String address) {
        EmailAddress email = EmailAddress.parse(address + "@example.org").orElseThrow();
        try {
            registrations.add(new Applicant(new Username(username), email, Password.of("not hashed here"), null), HASH);
            return true;
        } catch (Problem refused) {
            assertEquals("username: A user with that username already exists.", refused.getMessage());
            return false;
        }
    }
}
