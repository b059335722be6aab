package org.notechondria.fault;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.notechondria.support.Eventually;
import org.notechondria.support.Http;
import org.notechondria.support.Rounds;

/** Clients that keep asking while something breaks, each one request at a time, and what they were told. Bounded in number and in time. */
final class Load implements AutoCloseable {
    /** What stands in the place of a status when no answer came. */
    static final int NO_ANSWER = 0;
    private static final int MOST_OF_ONE_CLIENT = Rounds.of(3000);
    private static final long PAUSE_NANOS = 20_000_000;
    private static final int LAST_ANSWER_SECONDS = 30;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> clients = new ArrayList<>();
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean ended;

    /**
     * One answer.
     *
     * @param call     what was asked
     * @param status   {@link #NO_ANSWER} when the connection broke or was not made
     * @param begunAt  on the monotonic clock of the tests, as {@code endedAt}
     * @param retry    its {@code Retry-After}, or null
     * @param text     for the message of a test that fails
     */
    record Told(String call, int status, long begunAt, long endedAt, String retry, String text) {
        boolean isGood() {
            return status >= 200 && status < 300;
        }

        /** "Come back soon": the one thing that may be said instead of an answer (promise I8). */
        boolean isPutOff() {
            return status == 503 && retry != null;
        }

        long millis() {
            return TimeUnit.NANOSECONDS.toMillis(endedAt - begunAt);
        }
    }

    /** Adds clients that ask this from now on. */
    Load ask(String call, int number, Supplier<Http.Answer> request) {
        for (int i = 0; i < number; i++) {
            clients.add(threads.submit(() -> {
                for (int asked = 0; asked < MOST_OF_ONE_CLIENT && !ended; asked++) {
                    told.add(once(call, request));
                    count.incrementAndGet();
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }));
        }
        return this;
    }

    static Told once(String call, Supplier<Http.Answer> request) {
        long begunAt = System.nanoTime();
        try {
            Http.Answer answer = request.get();
            return new Told(call, answer.status(), begunAt, System.nanoTime(), answer.header("Retry-After"), answer.toString());
        } catch (UncheckedIOException broken) {
            return new Told(call, NO_ANSWER, begunAt, System.nanoTime(), null, broken.toString());
        }
    }

    /** Waits until so many more requests were answered, whatever the answer. */
    Load awaitMore(int answers) {
        int enough = count.get() + answers;
        Eventually.holds(answers + " more answers", () -> count.get() >= enough);
        return this;
    }

    /** Ends the asking and answers everything that was told. */
    List<Told> end() throws InterruptedException, ExecutionException, TimeoutException {
        ended = true;
        for (Future<?> client : clients) {
            client.get(LAST_ANSWER_SECONDS, TimeUnit.SECONDS);
        }
        return List.copyOf(told);
    }

    @Override
    public void close() {
        ended = true;
        threads.shutdownNow();
    }
}
