package org.notechondria.web;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests under way, so that a stop can wait for them: the server itself would cut them. Thread-safe. */
@ApplicationScoped
public class InFlight {
    private final LongAdder entered = new LongAdder();
    private final LongAdder left = new LongAdder();
    private final Phaser idle = new Phaser(1);
    private volatile boolean closed;

    /** False when the stop has begun: the request is to be refused. */
    public boolean enter() {
        entered.increment();
        if (closed) {
            leave();
            return false;
        }
        return true;
    }

    public void leave() {
        left.increment();
        if (closed && under() == 0) {
            idle.arrive();
        }
    }

    /** Refuses what comes from now on and waits, {@code atMost}, until what is under way has left. */
    public boolean drain(Duration atMost) throws InterruptedException {
        int phase = idle.getPhase();
        closed = true;
        if (under() == 0) {
            return true;
        }
        try {
            idle.awaitAdvanceInterruptibly(phase, atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillUnder) {
            return under() == 0;
        }
    }

    private long under() {
        long gone = left.sum(); // first: a request that enters between the two sums counts as under way
        return entered.sum() - gone;
    }
}
