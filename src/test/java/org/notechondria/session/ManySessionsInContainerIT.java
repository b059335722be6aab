package org.notechondria.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.notechondria.gate.SessionGate;
import org.notechondria.support.DatabaseInContainer;
import org.notechondria.support.RaceInContainer;

/** Arbitrarily many sessions of one person: each one minted by the bean that mints, and each of them works (A34; 100 over HTTP are in {@code ManySignInsIT}). */
@ArquillianTest
class ManySessionsInContainerIT {
    private static final int RUNNERS = 4;
    private static final int MANY = 9_900;
    private static final Duration FAST = Duration.ofSeconds(2);
    @EJB
    private Sessions sessions;
    @Inject
    private SessionGate gate;
    @Resource
    private ManagedThreadFactory threads;
    @Resource(lookup = "jdbc/notechondria")
    private DataSource source;

    @Test
    void A34_ten_thousand_sessions_of_one_person_are_minted_and_every_one_works() throws Exception {
        DatabaseInContainer database = new DatabaseInContainer(source);
        long anna = database.person(false);
        long version = (Long) database.one("SELECT credential_version FROM users WHERE id = ?", anna);
        Device device = Device.of("Mac", "", "192.0.2.1");
        Queue<MintedSession> minted = new ConcurrentLinkedQueue<>();
        RaceInContainer.atOnce(threads, RUNNERS, () -> {
            for (int i = 0; i < MANY / RUNNERS; i++) {
                minted.add(sessions.mint(anna, version, device, "password").orElseThrow());
            }
            return null;
        });
        Queue<MintedSession> left = new ConcurrentLinkedQueue<>(minted);
        List<Long> working = RaceInContainer.atOnce(threads, RUNNERS, () -> {
            long admitted = 0;
            for (MintedSession next = left.poll(); next != null; next = left.poll()) {
                admitted += gate.admit(next.key()).sessionId() == next.id() ? 1 : 0;
            }
            return admitted;
        });
        assertEquals(MANY, working.stream().mapToLong(Long::longValue).sum());
        assertTrue(Math.min(listed(anna), listed(anna)) < FAST.toNanos(), "the list stays fast");
        assertEquals(MANY - 1, sessions.revokeOthers(anna, minted.element().id())); // in less than a statement of a request may take
        database.update("DELETE FROM session WHERE user_id = ?", anna);
    }

    private long listed(long person) {
        long start = System.nanoTime();
        assertEquals(MANY, sessions.activeOf(person, null).size());
        return System.nanoTime() - start;
    }
}
