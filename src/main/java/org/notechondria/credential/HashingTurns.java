package org.notechondria.credential;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Who may hash now, who waits, and who is refused, so that a burst of sign-ins takes neither all threads nor all memory. Thread-safe. */
final class HashingTurns {
    private static final int WAITING_FOR_EACH_TURN = 8;
    /**
     * The last of eight in a row waits some 500 ms on an idle machine and has four times that before we give up. Whoever waits holds
     * a thread that every other request needs: a client that is told to come back costs less than one that waits.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Semaphore coming;
    private final Semaphore admitted;
    private final Semaphore turns;

    /** @param atOnce how many may hash at the same time: more than there are cores makes each slower and none earlier */
    HashingTurns(int atOnce) {
        turns = new Semaphore(atOnce, true);
        admitted = new Semaphore(atOnce * (1 + WAITING_FOR_EACH_TURN));
        coming = new Semaphore(atOnce * (1 + WAITING_FOR_EACH_TURN));
    }

    /**
     * Runs {@code work}, which comes for a turn when it has asked the database who hashes; no more of them than could wait for their turn.
     *
     * @throws org.notechondria.problem.Problem 503, at once and before anything was done
     */
    <T> T come(Supplier<T> work) {
        return within(coming, work);
    }

    /** @throws org.notechondria.problem.Problem 503, at once when too many wait already, else when the wait was too long */
    <T> T take(Supplier<T> work) {
        return within(admitted, () -> inTurn(work));
    }

    private static <T> T within(Semaphore places, Supplier<T> work) {
        if (!places.tryAcquire()) {
            throw CredentialProblems.busy();
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    int waiting() {
        return turns.getQueueLength();
    }

    int free() {
        return turns.availablePermits();
    }

    /** How many more would be admitted now. */
    int places() {
        return admitted.availablePermits();
    }

    private <T> T inTurn(Supplier<T> work) {
        try {
            if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw CredentialProblems.busy();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw CredentialProblems.busy();
        }
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }
}
