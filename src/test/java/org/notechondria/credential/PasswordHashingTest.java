package org.notechondria.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.notechondria.problem.Problem;
import org.notechondria.support.LegacyHash;

/** How many hash at once, who waits, who is refused, and that nobody's hash is compared like somebody's. */
class PasswordHashingTest {
    private static final int AT_ONCE = 2;
    private static final int WAITING = 16;

    private final HashingTurns turns = new HashingTurns(AT_ONCE);
    private final PasswordHashing hashing = new PasswordHashing(turns);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void the_right_password_matches_and_nothing_else_does() {
        Optional<PasswordHash> annas = Optional.of(hashing.hash(Password.of("zq xw vk")));
        assertThat(hashing.matches(Password.of("zq xw vk"), annas)).isTrue();
        assertThat(hashing.matches(Password.of("zq xw vK"), annas)).isFalse();
        assertThat(hashing.matches(Password.of("zq xw vk"), Optional.empty())).isFalse();
        assertThat(hashing.matches(Password.of(""), Optional.empty())).isFalse();
        assertThat(hashing.matches(Password.of("!unusable"), Optional.of(PasswordHash.of("!unusable")))).isFalse();
    }

    @Test
    void I10_the_hash_of_nobody_costs_what_a_fresh_one_costs() {
        assertThat(PasswordHash.of(Argon2id.ofNobodyToday()).needsRehash()).as("other costs than those of today").isFalse();
    }

    @Test
    void I10_nobody_can_be_given_the_costs_of_another_and_never_that_ones_password() {
        Optional<PasswordHash> dear = Optional.of(PasswordHash.of(LegacyHash.of("zq xw vk", 300_000)));
        Optional<PasswordHash> cheap = Optional.of(PasswordHash.of(LegacyHash.of("zq xw vk", 300)));
        Optional<PasswordHash> today = Optional.of(hashing.hash(Password.of("zq xw vk")));
        for (Optional<PasswordHash> anothers : List.of(dear, cheap, today)) {
            assertThat(hashing.matches(Password.of("zq xw vk"), anothers)).isTrue();
            assertThat(hashing.matches(Password.of("zq xw vk"), Optional.empty(), anothers)).isFalse();
        }
        assertThat(nanosOf(dear)).as("CPU time, beside a thousandth of the rounds").isGreaterThan(20 * nanosOf(cheap));
    }

    private long nanosOf(Optional<PasswordHash> anothers) {
        long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        hashing.matches(Password.of("wrong"), Optional.empty(), anothers);
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
    }

    @Test
    void more_than_128_characters_are_nobodys_password_and_are_never_hashed() {
        String tooLong = "z".repeat(129);
        Optional<PasswordHash> ofItAllTheSame = Optional.of(PasswordHash.of(Argon2id.of(Password.of(tooLong))));
        assertThat(hashing.matches(Password.of(tooLong), ofItAllTheSame)).isFalse();
        assertThatThrownBy(() -> hashing.hash(Password.of(tooLong))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Timeout(30)
    void I10_no_account_an_unreadable_hash_and_a_password_too_long_wait_for_a_turn_like_a_wrong_password() throws Exception {
        Optional<PasswordHash> annas = Optional.of(hashing.hash(Password.of("zq xw vk")));
        CountDownLatch free = new CountDownLatch(1);
        List<Future<Integer>> holders = take(AT_ONCE, free);
        awaitRunning(AT_ONCE);
        List<Future<Boolean>> compared = new ArrayList<>();
        compared.add(threads.submit(() -> hashing.matches(Password.of("wrong"), annas)));
        compared.add(threads.submit(() -> hashing.matches(Password.of("wrong"), Optional.empty())));
        compared.add(threads.submit(() -> hashing.matches(Password.of("wrong"), Optional.of(PasswordHash.of("!unusable")))));
        compared.add(threads.submit(() -> hashing.matches(Password.of("z".repeat(129)), annas)));
        awaitWaiting(4);
        assertThat(compared).noneMatch(Future::isDone);
        free.countDown();
        for (Future<Boolean> answer : compared) {
            assertThat(answer.get()).isFalse();
        }
        getAll(holders);
    }

    @Test
    void A05_a_server_lets_as_many_hash_at_once_as_it_has_cores_but_for_one_that_is_for_whoever_is_signed_in() {
        assertThat(List.of(1, 2, 3, 16)).extracting(PasswordHashing::atOnceOn).containsExactly(1, 1, 2, 15);
        assertThat(new PasswordHashing().free()).isEqualTo(PasswordHashing.atOnceOn(Runtime.getRuntime().availableProcessors()));
    }

    @Test
    @Timeout(30)
    void never_more_than_the_stated_number_hash_at_once_some_wait_and_the_rest_is_503_at_once() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        List<Future<Integer>> admitted = take(AT_ONCE + WAITING, free);
        awaitWaiting(WAITING);

        Problem refused = catchThrowableOfType(Problem.class, () -> hashing.matches(Password.of("wrong"), Optional.empty()));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers()).containsKey("Retry-After");
        assertThat(running).hasValue(AT_ONCE);

        free.countDown();
        getAll(admitted);
        assertThat(most).hasValue(AT_ONCE);
        assertThat(hashing.matches(Password.of("wrong"), Optional.empty())).as("all turns were given back").isFalse();
    }

    @Test
    @Timeout(30)
    void of_a_crowd_who_could_not_hash_is_refused_before_it_has_done_anything() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        List<Future<Integer>> coming = new ArrayList<>();
        for (int i = 0; i < AT_ONCE + WAITING; i++) {
            coming.add(threads.submit(() -> hashing.unlessCrowded(() -> hold(free))));
        }
        awaitRunning(AT_ONCE + WAITING);
        AtomicInteger done = new AtomicInteger();
        Problem refused = catchThrowableOfType(Problem.class, () -> hashing.unlessCrowded(done::incrementAndGet));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(done).hasValue(0);
        assertThat(hashing.matches(Password.of("wrong"), Optional.empty())).as("those that are in still get their turn").isFalse();
        free.countDown();
        getAll(coming);
        assertThat(hashing.unlessCrowded(done::incrementAndGet)).isEqualTo(1);
    }

    @Test
    @Timeout(30)
    void who_waits_in_vain_is_503() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        List<Future<Integer>> holders = take(AT_ONCE, free);
        awaitRunning(AT_ONCE);
        assertThat(catchThrowableOfType(Problem.class, () -> turns.take(() -> "never")).status()).isEqualTo(503);
        free.countDown();
        getAll(holders);
    }

    @Test
    @Timeout(30)
    void who_gives_up_waiting_gives_the_place_back() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        List<Future<Integer>> holders = take(AT_ONCE, free);
        awaitRunning(AT_ONCE);
        List<Future<Integer>> interrupted = take(WAITING, free);
        awaitWaiting(WAITING);
        interrupted.forEach(waiting -> waiting.cancel(true));
        while (turns.waiting() > 0 || turns.places() < WAITING) {
            Thread.onSpinWait();
        }
        free.countDown();
        getAll(holders);
    }

    @Test
    void a_hash_that_fails_gives_its_turn_back() {
        for (int i = 0; i < AT_ONCE + WAITING + 1; i++) {
            assertThatThrownBy(() -> turns.take(() -> {
                throw new IllegalStateException("broken");
            })).hasMessage("broken");
        }
        assertThat(turns.take(() -> "done")).isEqualTo("done");
    }

    private List<Future<Integer>> take(int howMany, CountDownLatch free) {
        List<Future<Integer>> taken = new ArrayList<>();
        for (int i = 0; i < howMany; i++) {
            taken.add(threads.submit(() -> turns.take(() -> hold(free))));
        }
        return taken;
    }

    private static void getAll(List<Future<Integer>> taken) throws Exception {
        for (Future<Integer> one : taken) {
            one.get();
        }
    }

    private int hold(CountDownLatch free) {
        int now = running.incrementAndGet();
        most.accumulateAndGet(now, Math::max);
        try {
            free.await();
            return now;
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        } finally {
            running.decrementAndGet();
        }
    }

    private void awaitRunning(int howMany) {
        while (running.get() < howMany) {
            Thread.onSpinWait();
        }
    }

    private void awaitWaiting(int howMany) {
        while (turns.waiting() < howMany) {
            Thread.onSpinWait();
        }
    }
}
