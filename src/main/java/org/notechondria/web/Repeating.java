package org.notechondria.web;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.notechondria.problem.DatabaseAway;

/**
 * Background work that is done again and again, with a pause after each round, on a thread of its own: the server's scheduler has one thread
 * for all, and its timers stand still for an hour when the machine's clock is set back by one. Thread-safe.
 */
public final class Repeating {
    private static final System.Logger LOG = System.getLogger(Repeating.class.getName());
    /** From the wish to the round: an answer that is on its way is not delayed by what it leaves to be done, nor told apart by it. */
    private static final Duration SOON = Duration.ofMillis(100);
    private final Semaphore wishes = new Semaphore(0);
    private volatile boolean stopped;
    private final String name;
    private final Runnable round;
    private boolean databaseAway; // of the one thread of the rounds

    private Repeating(String name, Runnable round) {
        this.name = name;
        this.round = round;
    }

    /**
     * Begins the first round after {@code first}, and each other one {@code pause} after the one before has ended. A round that fails does not end
     * the work.
     *
     * @param name  of the thread
     */
    public static Repeating start(ManagedThreadFactory threads, String name, Duration first, Duration pause, Runnable round) {
        Repeating work = new Repeating(name, round);
        Thread thread = threads.newThread(() -> work.repeat(first, pause));
        thread.setName(name);
        thread.setDaemon(true);
        thread.start();
        return work;
    }

    /** Begins the next round soon, whatever is left of the pause; after the one under way, if there is one. */
    public void soon() {
        wishes.release();
    }

    /** No other round begins; one that is under way goes on. */
    public void stop() {
        stopped = true;
        wishes.release();
    }

    private void repeat(Duration first, Duration pause) {
        try {
            for (Duration wait = first; !stopped; wait = pause) {
                if (wishes.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS) && !stopped) {
                    TimeUnit.NANOSECONDS.sleep(SOON.toNanos());
                    wishes.drainPermits(); // granted together
                }
                if (!stopped) {
                    once();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() {
        try {
            round.run();
            databaseAway = false;
        } catch (RuntimeException | Error failed) { // short of memory for a moment is no reason to do it never again
            report(failed);
        }
    }

    /** An outage is one line, not one a round. */
    private void report(Throwable failed) {
        if (!DatabaseAway.explains(failed)) {
            LOG.log(ERROR, name + ": a round failed; the next one follows", failed);
        } else if (!databaseAway) {
            databaseAway = true;
            LOG.log(WARNING, "{0} waits: the database is away", name);
        }
    }
}
