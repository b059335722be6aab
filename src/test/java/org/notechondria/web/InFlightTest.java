package org.notechondria.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is let in while the application ends, and how long it waits for whom. */
@Timeout(30)
class InFlightTest {
    private static final int CLIENTS = 8;
    private final InFlight inFlight = new InFlight();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void it_waits_for_who_was_let_in_and_lets_nobody_else_in() throws Exception {
        assertThat(inFlight.enter()).isTrue();
        Future<Boolean> drained = threads.submit(() -> inFlight.drain(Duration.ofSeconds(20)));
        while (inFlight.enter()) {
            inFlight.leave();
        }
        assertThat(drained.isDone()).isFalse();
        inFlight.leave();
        assertThat(drained.get()).isTrue();
    }

    @Test
    void it_waits_no_longer_than_it_is_told() throws InterruptedException {
        assertThat(inFlight.enter()).isTrue();
        assertThat(inFlight.drain(Duration.ofMillis(10))).isFalse();
    }

    @Test
    void nobody_inside_is_nothing_to_wait_for() throws InterruptedException {
        assertThat(inFlight.drain(Duration.ofSeconds(20))).isTrue();
        assertThat(inFlight.enter()).isFalse();
    }

    @RepeatedTest(20)
    void many_who_come_and_go_while_it_ends_are_let_in_or_refused_and_none_is_inside_when_it_has_ended() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger insideTooLate = new AtomicInteger();
        AtomicBoolean ended = new AtomicBoolean();
        CountDownLatch busy = new CountDownLatch(CLIENTS);
        List<Future<?>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(threads.submit(() -> {
                while (refused.get() < 2000) {
                    if (inFlight.enter()) {
                        inside.incrementAndGet();
                        insideTooLate.addAndGet(ended.get() ? 1 : 0);
                        inside.decrementAndGet();
                        inFlight.leave();
                        busy.countDown();
                    } else {
                        refused.incrementAndGet();
                    }
                }
            }));
        }
        busy.await();
        assertThat(inFlight.drain(Duration.ofSeconds(20))).isTrue();
        ended.set(true);
        assertThat(inside).hasValue(0);
        for (Future<?> client : clients) {
            client.get(20, TimeUnit.SECONDS);
        }
        assertThat(insideTooLate).hasValue(0);
    }
}
