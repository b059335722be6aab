package org.notechondria.web;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests under way, so that a stop can wait for them: the server itself would cut them. Thread-safe. */
@ApplicationScoped
public class InFlight {
    private final LongAdder entered = new LongAdder();
    private final LongAdder left = new LongAdder();
    private final CountDownLatch idle = new CountDownLatch(1);
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
            idle.countDown(); // several may be the last one
        }
    }

    /** Refuses what comes from now on and waits, {@code atMost}, until what is under way has left. */
    public boolean drain(Duration atMost) throws InterruptedException {
        closed = true;
        return under() == 0 || idle.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    private long under() {
        long gone = left.sum(); // first: a request that enters between the two sums counts as under way
        return entered.sum() - gone;
    }
}
