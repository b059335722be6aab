package org.notechondria.web;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The places of all who post without a credential, and the line in front of them, where a request waits without a thread: first come, first
 * served. Whoever asks again as soon as he is refused gains nothing by it and costs little, for he is refused two seconds late. Thread-safe.
 */
final class Line {
    private static final System.Logger LOG = System.getLogger(Line.class.getName());
    /** For each core that hashes as many as may wait for their turn there ({@code credential.HashingTurns}): what has a place is not refused further in. */
    private static final int PLACES = 8 * Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors() - 1));
    /** One more is refused at once: each is a connection and its buffers. */
    private static final int LONGEST = 500;
    /** How often somebody has to look who has waited enough, and how many looks are enough: two seconds. */
    static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int PATIENCE_LOOKS = 20;

    private final Semaphore all;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int free = PLACES;
    private int looks;

    /** @param all  the places of the API, of which each that is passed on takes one too */
    Line(Semaphore all) {
        this.all = all;
    }

    /** True when there was a free one and nobody before us: to be given back by {@link #leavePlace}. */
    synchronized boolean takePlace() {
        if (free == 0 || !waiting.isEmpty()) {
            return false;
        }
        free--;
        return true;
    }

    /** Gives it to who waits longest. */
    void leavePlace() {
        Waiting next;
        synchronized (this) {
            next = waiting.poll();
            free += next == null ? 1 : 0;
        }
        if (next != null) {
            next.goOn();
        }
    }

    /** @param left  is run when the request is done */
    void join(HttpServletRequest request, Runnable left) {
        Waiting last = new Waiting(request.startAsync(), left);
        boolean waits;
        synchronized (this) {
            last.since = looks;
            waits = waiting.size() < LONGEST && waiting.add(last);
        }
        if (!waits) {
            last.refuse();
        } else if (takePlaceForTheFirst()) { // left before we joined
            leavePlace();
        }
    }

    private synchronized boolean takePlaceForTheFirst() {
        boolean taken = free > 0 && !waiting.isEmpty();
        free -= taken ? 1 : 0;
        return taken;
    }

    /** Refuses those who have waited for two seconds. */
    void look() {
        List<Waiting> enough = new ArrayList<>();
        synchronized (this) {
            looks++;
            while (!waiting.isEmpty() && looks - waiting.peek().since > PATIENCE_LOOKS) {
                enough.add(waiting.poll());
            }
        }
        enough.forEach(Waiting::refuse);
    }

    private enum State { WAITING, PASSED_ON, OVER }

    /** A request that waits, and what becomes of it. Its connection may end meanwhile, and it with it: hence the state. */
    private final class Waiting implements AsyncListener {
        private final AsyncContext context;
        private final Runnable left;
        private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
        private int since;

        private Waiting(AsyncContext context, Runnable left) {
            this.context = context;
            this.left = left;
            context.setTimeout(0);
            context.addListener(this);
        }

        /** Has a place of ours. */
        private void goOn() {
            if (!all.tryAcquire()) {
                leavePlace();
                refuse();
            } else if (state.compareAndSet(State.WAITING, State.PASSED_ON)) {
                ifItIsThere(context::dispatch);
            } else {
                all.release();
                leavePlace();
            }
        }

        private void refuse() {
            ifItIsThere(() -> {
                Places.busy().writeTo((HttpServletResponse) context.getResponse());
                context.complete();
            });
        }

        @Override
        public void onComplete(AsyncEvent event) {
            if (state.getAndSet(State.OVER) == State.PASSED_ON) {
                all.release();
                leavePlace();
            }
            left.run();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // there is none
        }

        @Override
        public void onError(AsyncEvent event) {
            // is completed as well
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // nobody further in waits like this
        }
    }

    private interface Step {
        void take() throws IOException;
    }

    /** It is another's thread that takes this step for it, and none of his business when it is gone. */
    private static void ifItIsThere(Step step) {
        try {
            step.take();
        } catch (IOException | IllegalStateException gone) {
            LOG.log(DEBUG, "whoever waited for a place has gone", gone);
        }
    }
}
