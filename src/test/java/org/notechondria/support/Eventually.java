package org.notechondria.support;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does by itself: asks again and again, and fails after a bound. Never a wait for time to pass. */
public final class Eventually {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private Eventually() {
    }

    public static void holds(String what, BooleanSupplier condition) {
        holds(what, BOUND, condition);
    }

    public static void holds(String what, Duration bound, BooleanSupplier condition) {
        long end = System.nanoTime() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + bound + ": " + what);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }
}
