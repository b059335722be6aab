package org.notechondria.support;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs one thing in many threads that start at the same instant, inside the container. */
public final class RaceInContainer {
    private static final int PATIENCE_SECONDS = 30;

    private RaceInContainer() {
    }

    /** @return every thread's answer; a thread that fails or hangs fails the race */
    public static <T> List<T> atOnce(ManagedThreadFactory threads, int runners, Callable<T> run) throws Exception {
        CyclicBarrier start = new CyclicBarrier(runners);
        ExecutorService executor = Executors.newFixedThreadPool(runners, threads);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < runners; i++) {
                running.add(executor.submit(() -> {
                    start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    return run.call();
                }));
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> runner : running) {
                answers.add(runner.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            return answers;
        } finally {
            executor.shutdownNow();
        }
    }
}
