package org.notechondria.web;

import static java.lang.System.Logger.Level.ERROR;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Background work that is done again and again, with a pause after each round, on a thread of its own: the server's scheduler has one thread
 * for all, and its timers stand still for an hour when the machine's clock is set back by one. Thread-safe.
 */
public final class Repeating {
    private static final System.Logger LOG = System.getLogger(Repeating.class.getName());
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final String name;
    private final Runnable round;

    private Repeating(String name, Runnable round) {
        this.name = name;
        this.round = round;
    }

    /**
     * Begins the first round after {@code first}, and each other one {@code pause} after the one before has ended. A round that fails with a
     * {@link RuntimeException} does not end the work.
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

    /** No other round begins; one that is under way goes on. */
    public void stop() {
        stopped.countDown();
    }

    private void repeat(Duration first, Duration pause) {
        try {
            for (Duration wait = first; !stopped.await(wait.toNanos(), TimeUnit.NANOSECONDS); wait = pause) {
                once();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() {
        try {
            round.run();
        } catch (RuntimeException failed) {
            LOG.log(ERROR, name + ": a round failed; the next one follows", failed);
        }
    }
}
