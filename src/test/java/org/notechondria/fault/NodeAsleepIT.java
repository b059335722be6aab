package org.notechondria.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.notechondria.fault.Load.Told;
import org.notechondria.support.Eventually;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.Rounds;
import org.notechondria.support.SharedNodes;
import org.notechondria.support.Signal;
import org.notechondria.support.Sql;
import org.notechondria.support.TestNodes.TestNode;

/** A node that misses what happens: stopped and woken (F07), deaf without knowing it (F21), starved of processor time (F27); and one whose timeouts are others. */
class NodeAsleepIT {
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration ASLEEP = Rounds.lasting(Duration.ofSeconds(5), Duration.ofSeconds(30));
    private static TestNode awake;
    private static TestNode sleeper;
    private static TestNode strict;

    @BeforeAll
    static void threeNodes() throws InterruptedException {
        awake = SharedNodes.pair().get(0);
        sleeper = SharedNodes.pair().get(1);
        strict = SharedNodes.toBeEnded().get(0);
    }

    @AfterAll
    static void leave() {
        Sql.speakTo(null);
    }

    @Test
    void F07_I1_I6_a_node_that_was_stopped_wakes_up_distrusting_its_memory() throws Exception {
        Person anna = People.somebody("anna");
        List<Credential> phones = rememberedBySleeper(anna, 20);
        List<Credential> ended = phones.subList(0, 10);
        try (Load load = new Load()) {
            Signal.send("STOP", sleeper.node().process().pid());
            try {
                ended.forEach(phone -> assertThat(awake.http().delete("/auth/sessions/" + phone.session() + "/", phones.get(19).header()).status()).isEqualTo(204));
                ended.forEach(phone -> load.ask("while it sleeps, and when it wakes", 1, () -> sleeper.http().get("/auth/check/", phone.header())));
                passes(ASLEEP);
            } finally {
                Signal.send("CONT", sleeper.node().process().pid());
            }
            assertThat(ended).allMatch(phone -> checkAt(sleeper, phone).status() == 401);
            assertThat(load.awaitMore(50).end()).allMatch(told -> told.status() == 401);
        }
        assertThat(phones.subList(10, 20)).allMatch(phone -> checkAt(sleeper, phone).status() == 200);
        Eventually.holds("its touches are written", () -> Sql.count("""
                SELECT count(*) FROM session WHERE user_id = ? AND revoked_at IS NULL AND last_seen_at > now() - interval '4 seconds'""", anna.id()) >= 10);
        assertThat(Sql.count("SELECT count(*) FROM session WHERE user_id = ? AND revoked_at IS NULL", anna.id())).isEqualTo(10);
    }

    @Test
    void F21_I1_when_the_listening_connection_is_silently_dead_a_revoke_is_true_within_the_bound_all_the_same() {
        Person anna = People.somebody("anna");
        List<Credential> phones = rememberedBySleeper(anna, 4);
        Credential living = phones.get(3);
        sleeper.wire().stallThose("notechondria bus");
        try {
            for (Credential phone : phones.subList(0, 3)) {
                assertThat(awake.http().delete("/auth/sessions/" + phone.session() + "/", living.header()).status()).isEqualTo(204);
                long acknowledged = System.nanoTime();
                Told told = checkAt(sleeper, phone);
                for (; told.status() == 200; told = checkAt(sleeper, phone)) {
                    assertThat(Duration.ofNanos(told.begunAt() - acknowledged)).as("still let in").isLessThan(BOUND);
                    assertThat(checkAt(sleeper, living).status()).isEqualTo(200);
                }
                assertThat(told.status()).isEqualTo(401);
            }
            assertThat(IntStream.range(0, 200)).allMatch(i -> checkAt(sleeper, living).status() == 200);
        } finally {
            sleeper.wire().stallThose(null);
        }
    }

    @Test
    void F27_I2_a_session_that_is_used_does_not_expire_while_all_cores_are_busy() {
        Credential phone = People.somebody("anna").on(strict.http(), "iPhone");
        AtomicBoolean busy = new AtomicBoolean(true);
        List<Thread> spinning = IntStream.range(0, 4).mapToObj(i -> new Thread(() -> {
            while (busy.get()) {
                Thread.onSpinWait();
            }
        }, "busy")).toList();
        spinning.forEach(Thread::start);
        try {
            for (int i = 0; i < Rounds.of(14); i++) {
                assertThat(checkAt(strict, phone).status()).isEqualTo(200);
                passes(Duration.ofMillis(500));
            }
        } finally {
            busy.set(false);
        }
    }

    /** Two nodes of one roll-out that changes the timeout: the row is the same, and nothing of an earlier limit is stored in it. */
    @Test
    void I6_another_timeout_of_either_kind_holds_for_sessions_that_exist_and_a_longer_one_lets_them_in_again() {
        Credential phone = People.somebody("anna").on(awake.http(), "iPhone");
        Sql.update("UPDATE session SET last_seen_at = last_seen_at - interval '10 seconds' WHERE id = ?", phone.session());
        assertThat(checkAt(strict, phone).status()).as("three seconds there").isEqualTo(401);
        assertThat(checkAt(awake, phone).status()).as("a day here").isEqualTo(200);
        Eventually.holds("it is in use again, for both", () -> checkAt(awake, phone).status() == 200 && checkAt(strict, phone).status() == 200);
        Credential old = People.somebody("anna").signedIn();
        Sql.update("UPDATE session SET created_at = created_at - interval '1 hour' WHERE id = ?", old.session());
        assertThat(checkAt(strict, old).status()).as("an hour there").isEqualTo(401);
        assertThat(checkAt(awake, old).status()).as("three days here").isEqualTo(200);
    }

    private static List<Credential> rememberedBySleeper(Person person, int number) {
        List<Credential> phones = IntStream.range(0, number).mapToObj(i -> person.signedIn()).toList();
        for (int i = 0; i < 3; i++) {
            assertThat(phones).allMatch(phone -> checkAt(sleeper, phone).status() == 200);
        }
        return phones;
    }

    private static Told checkAt(TestNode node, Credential phone) {
        Http http = node.http();
        return Load.once("check", () -> http.get("/auth/check/", phone.header()));
    }

    /** Here the passing of time is itself what is tested, and the process that is stopped keeps its own. */
    private static void passes(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
