package org.notechondria.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class RepeatingTest {
    private final OneThread threads = new OneThread();

    @Test
    void a_round_that_fails_is_followed_by_the_next() throws InterruptedException {
        CountDownLatch rounds = new CountDownLatch(3);
        Repeating work = Repeating.start(threads, "test", Duration.ZERO, Duration.ofMillis(1), () -> {
            rounds.countDown();
            throw new IllegalStateException("as it happens");
        });
        assertThat(rounds.await(10, TimeUnit.SECONDS)).isTrue();
        work.stop();
        threads.assertThatItEnds();
    }

    @Test
    void a_wish_is_granted_before_the_pause_is_over_also_when_it_comes_during_a_round() throws InterruptedException {
        CountDownLatch rounds = new CountDownLatch(3);
        AtomicReference<Repeating> work = new AtomicReference<>();
        work.set(Repeating.start(threads, "test", Duration.ofDays(1), Duration.ofDays(1), () -> {
            rounds.countDown();
            work.get().soon();
        }));
        work.get().soon();
        assertThat(rounds.await(10, TimeUnit.SECONDS)).isTrue();
        work.get().stop();
        threads.assertThatItEnds();
    }

    @Test
    void many_wishes_at_once_are_one_round() throws InterruptedException {
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        Repeating work = Repeating.start(threads, "test", Duration.ofDays(1), Duration.ofDays(1), () -> {
            rounds.incrementAndGet();
            first.countDown();
        });
        for (int i = 0; i < 1000; i++) {
            work.soon();
        }
        assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
        while (rounds.get() == 1 && !threads.isWaiting()) {
            Thread.onSpinWait();
        }
        work.stop();
        threads.assertThatItEnds();
        assertThat(rounds).hasValue(1);
    }

    /** What an answer leaves to be done is done behind it, however busy the machine is. */
    @Test
    void a_wish_is_granted_a_tenth_of_a_second_later_by_a_thread_that_keeps_no_server_from_ending() throws InterruptedException {
        AtomicLong begun = new AtomicLong();
        CountDownLatch first = new CountDownLatch(1);
        Repeating work = Repeating.start(threads, "test", Duration.ofDays(1), Duration.ofDays(1), () -> {
            begun.set(System.nanoTime());
            first.countDown();
        });
        long wished = System.nanoTime();
        work.soon();
        assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(begun.get() - wished)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(threads.made.getName()).isEqualTo("test");
        assertThat(threads.made.isDaemon()).isTrue();
        work.stop();
        threads.assertThatItEnds();
    }

    @Test
    void no_round_begins_once_it_is_stopped_and_nobody_waits_for_the_pause_to_pass() throws InterruptedException {
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        Repeating work = Repeating.start(threads, "test", Duration.ZERO, Duration.ofDays(1), () -> {
            rounds.incrementAndGet();
            first.countDown();
        });
        assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
        work.stop();
        threads.assertThatItEnds();
        assertThat(rounds).hasValue(1);
    }

    private static final class OneThread implements ManagedThreadFactory {
        private Thread made;

        @Override
        public Thread newThread(Runnable work) {
            made = new Thread(work);
            return made;
        }

        @Override
        public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
            throw new UnsupportedOperationException();
        }

        /** For the next wish, or for the pause to pass: not on the way from a wish to its round. */
        boolean isWaiting() {
            return LockSupport.getBlocker(made) != null;
        }

        void assertThatItEnds() throws InterruptedException {
            made.join(10_000);
            assertThat(made.isAlive()).isFalse();
        }
    }
}
