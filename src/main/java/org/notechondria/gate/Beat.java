package org.notechondria.gate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One heartbeat that crossed the database and came back: until when memory may be trusted, and what time the database has.
 *
 * @param sentAt      on this process's monotonic clock, in nanoseconds: the age of a beat counts from here
 * @param databaseAt  the database's clock between sending and receiving
 * @param trust       how long memory answers after it was sent
 */
record Beat(long sentAt, Instant databaseAt, Duration trust) {
    private static final int NANOS_ROUNDED_UP = 999;

    /** On the monotonic clock, so that a node that was stopped or starved wakes up distrusting itself. */
    boolean isFresh() {
        return System.nanoTime() - sentAt < trust.toNanos();
    }

    /** Not earlier than the database's clock, to its microsecond: what this lets live is alive there, and what it does not the row decides. */
    Instant now() {
        return databaseAt.plusNanos(System.nanoTime() - sentAt + NANOS_ROUNDED_UP).truncatedTo(ChronoUnit.MICROS);
    }
}
