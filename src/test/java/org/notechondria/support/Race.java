package org.notechondria.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Runs one thing in many threads that start at the same instant. */
public final class Race {
    private static final int PATIENCE_SECONDS = 60;

    private Race() {
    }

    /** @return every thread's answer, by its number; a thread that fails or hangs fails the race */
    public static <T> List<T> atOnce(int runners, IntFunction<T> run) {
        CyclicBarrier start = new CyclicBarrier(runners);
        ExecutorService executor = Executors.newFixedThreadPool(runners);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < runners; i++) {
                int number = i;
                running.add(executor.submit(() -> {
                    start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    return run.apply(number);
                }));
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> runner : running) {
                answers.add(runner.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            return answers;
        } catch (Exception failed) {
            throw new AssertionError("a runner failed", failed);
        } finally {
            executor.shutdownNow();
        }
    }
}
