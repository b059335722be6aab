package org.notechondria.bench;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Requests at a rate of ours, which wrk has not. */
final class Paced {
    private static final int THREADS = 4;

    private Paced() {
    }

    /** Sends {@code perSecond} checks for {@code seconds}, over the first {@code sessions} keys in turn, and says how many ms each took, the longest last. */
    static double[] checks(String url, int perSecond, int seconds, int sessions) throws InterruptedException {
        double[] millis = new double[perSecond * seconds];
        long start = System.nanoTime();
        AtomicInteger next = new AtomicInteger();
        onThreads(() -> {
            for (int n = next.getAndIncrement(); n < millis.length; n = next.getAndIncrement()) {
                long due = start + n * 1_000_000_000L / perSecond;
                LockSupport.parkNanos(due - System.nanoTime());
                long sent = System.nanoTime();
                expectOk(url, 1 + n % sessions);
                millis[n] = (System.nanoTime() - sent) / 1e6;
            }
        });
        Arrays.sort(millis);
        return millis;
    }

    /** One check with each key. */
    static void once(String url, int from, int to) throws InterruptedException {
        AtomicInteger next = new AtomicInteger(from);
        onThreads(() -> {
            for (int n = next.getAndIncrement(); n <= to; n = next.getAndIncrement()) {
                expectOk(url, n);
            }
        });
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void expectOk(String url, int session) throws Exception {
        int status = Rig.status(url, Rig.key(session));
        if (status != 200) {
            throw new IllegalStateException("session " + session + " was answered " + status);
        }
    }

    private static void onThreads(Work work) throws InterruptedException {
        Thread[] threads = new Thread[THREADS];
        AtomicInteger failures = new AtomicInteger();
        for (int i = 0; i < THREADS; i++) {
            threads[i] = new Thread(() -> {
                try {
                    work.run();
                } catch (Exception failed) {
                    failures.incrementAndGet();
                    System.out.println("  " + failed);
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failures.get() > 0) {
            throw new IllegalStateException("the load did not run to its end");
        }
    }
}
