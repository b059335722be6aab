package org.notechondria.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.notechondria.fault.Load.Told;
import org.notechondria.support.Eventually;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.Race;
import org.notechondria.support.SharedNodes;
import org.notechondria.support.Signal;
import org.notechondria.support.Sql;
import org.notechondria.support.TestNodes.TestNode;

/** A database that is there and does not answer (faults F03, F05): who needs it is put off in time, who does not notices nothing. */
class DatabaseSilentIT {
    /** More than the server has threads. */
    private static final int A_CROWD = 260;
    /** Half a second's wait for a connection, 0.7 to find it dead, 0.7 to make another in vain; 1.7 for a session's row: nearly all are below. */
    private static final int USUAL_MILLIS = 2000;
    /** The same with half a second for the busy machine. */
    private static final int BUSY_MILLIS = 2500;
    /** What a busy machine may add. An answer that was tried again by somebody took fifteen seconds. */
    private static final int WORST_MILLIS = 9000;
    private static TestNode node;
    private static Http http;
    private static Person anna;
    private static Credential phone;

    @BeforeAll
    static void oneNode() throws InterruptedException {
        node = SharedNodes.pair().get(0);
        http = node.http();
        anna = People.somebody("anna");
        phone = anna.on(http, "iPhone");
    }

    @AfterEach
    void letItSpeak() {
        node.wire().stall(false);
        Eventually.holds("all is well", () -> http.get("/auth/sessions/", phone.header()).status() == 200);
    }

    @AfterAll
    static void leave() {
        Sql.speakTo(null);
    }

    @Test
    void F03_I8_when_the_database_is_a_black_hole_its_callers_are_put_off_in_time_and_nobody_else_waits() throws Exception {
        try (Load load = new Load()) {
            node.wire().stall(true);
            load.ask("health", 1, () -> http.get("/health/")).ask("ping", 1, () -> http.get("/ping/", phone.header()));
            load.ask("list", 46, this::list).ask("probe", 2, () -> http.get("/auth/session/", phone.header())).ask("sign-in", 2, DatabaseSilentIT::signIn);
            load.ask("check", 2, DatabaseSilentIT::check);
            load.awaitMore(600);
            List<Told> told = load.end();
            assertThatTheyWerePutOffInTime(of(told, "list", "probe", "sign-in"));
            assertThat(of(told, "check")).allMatch(one -> one.isGood() || one.isPutOff()).anyMatch(Told::isPutOff);
            assertThat(of(told, "check").stream().filter(one -> one.millis() > USUAL_MILLIS).count()).as("checks slower than usual").isLessThanOrEqualTo(of(told, "check").size() / 10);
            assertThatServiceCallsWereFast(told, 200);
        }
        long end = System.nanoTime();
        node.wire().stall(false);
        Eventually.holds("recovery", () -> list().status() == 200 && signIn().status() == 200);
        assertThat(Duration.ofNanos(System.nanoTime() - end)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void F03_more_callers_than_the_server_has_threads_leave_some_for_who_needs_no_database() throws Exception {
        try (Load load = new Load()) {
            node.wire().stall(true);
            load.ask("health", 2, () -> http.get("/health/"));
            List<Told> crowd = Race.atOnce(A_CROWD, number -> Load.once("list", this::list));
            assertThatTheyWerePutOffInTime(crowd);
            assertThat(crowd).as("told to come back without a wait").anyMatch(one -> one.text().contains(":busy"));
            assertThatServiceCallsWereFast(load.end(), 200);
        }
    }

    /** The pool asks about each connection that lies there, one after the other: fifteen seconds, had each of them its two. */
    @Test
    void F03_who_comes_alone_after_a_crowd_does_not_wait_for_each_connection_that_it_left() throws InterruptedException {
        Race.atOnce(40, number -> list());
        node.wire().stall(true);
        List<Told> alone = Stream.generate(() -> Load.once("list", this::list)).limit(3).toList();
        assertThat(alone).allMatch(Told::isPutOff).allMatch(one -> one.millis() <= BUSY_MILLIS);
        assertThat(alone).filteredOn(one -> one.millis() <= USUAL_MILLIS).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void F03_one_connection_of_the_pool_that_hangs_costs_one_caller_a_moment_and_nobody_an_answer() throws Exception {
        boolean met = false;
        for (int attempt = 0; attempt < 5 && !met; attempt++) { // the node itself may meet it first, with a look for mails or its touches
            met = aCallerMeetsOneThatHangs();
        }
        assertThat(met).as("one of two hundred met the one that hangs").isTrue();
    }

    private boolean aCallerMeetsOneThatHangs() throws Exception {
        Race.atOnce(40, number -> list());
        String ours = node.wire().portsAtTheDatabase().stream().map(String::valueOf).collect(Collectors.joining(", "));
        int lying = (Integer) Sql.one("SELECT pid FROM pg_stat_activity WHERE application_name = 'notechondria' AND client_port IN (" + ours + ") ORDER BY random() LIMIT 1");
        int port = (Integer) Sql.one("SELECT client_port FROM pg_stat_activity WHERE pid = ?", lying);
        Signal.send("STOP", lying);
        try {
            List<Told> told = Stream.generate(() -> Race.atOnce(40, number -> Load.once("list", this::list))).limit(5).flatMap(List::stream).toList();
            assertThat(told).allMatch(Told::isGood).allMatch(one -> one.millis() <= BUSY_MILLIS);
            assertThat(told.stream().filter(one -> one.millis() >= 1000).count()).as("one, and what a busy machine may add").isLessThanOrEqualTo(3);
            return told.stream().anyMatch(one -> one.millis() >= 700) && !node.wire().portsAtTheDatabase().contains(port);
        } finally {
            Signal.send("CONT", lying);
        }
    }

    @Test
    void F05_while_the_table_of_sessions_is_locked_only_who_needs_it_is_put_off() throws Exception {
        try (Load load = new Load(); Connection other = Sql.connect(); Statement sql = other.createStatement()) {
            load.ask("health", 1, () -> http.get("/health/")).ask("check", 2, DatabaseSilentIT::check);
            load.awaitMore(20);
            other.setAutoCommit(false);
            sql.execute("LOCK TABLE session IN ACCESS EXCLUSIVE MODE");
            load.ask("list", 4, this::list).ask("sign-in", 2, DatabaseSilentIT::signIn).ask("probe", 1, () -> http.get("/auth/session/", phone.header()));
            load.awaitMore(600);
            List<Told> told = load.end();
            other.rollback();
            long released = System.nanoTime();
            Eventually.holds("all is well", () -> list().status() == 200 && signIn().status() == 200);
            assertThat(Duration.ofNanos(System.nanoTime() - released)).isLessThan(Duration.ofSeconds(2));
            List<Told> needIt = of(told, "list", "sign-in", "probe");
            assertThat(needIt).hasSizeGreaterThan(20).allMatch(Told::isPutOff).allMatch(one -> one.millis() < 2000);
            assertThat(needIt.stream().filter(one -> one.millis() > 1000).count()).as("slower than a second").isLessThanOrEqualTo(needIt.size() / 10);
            assertThat(of(told, "check")).allMatch(one -> one.isGood() || one.isPutOff());
            assertThatServiceCallsWereFast(told, 100);
        }
    }

    @Test
    void F03_one_connection_of_the_gate_that_hangs_holds_up_only_those_whose_rows_it_was_reading() throws Exception {
        List<Credential> devices = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            devices.add(anna.signedIn()); // this node reads their rows first
        }
        assertThat(check(devices.remove(0)).isGood()).isTrue();
        int reader = (Integer) Sql.one("SELECT pid FROM pg_stat_activity WHERE application_name = 'notechondria reader' ORDER BY query_start DESC NULLS LAST LIMIT 1");
        Signal.send("STOP", reader);
        try {
            CompletableFuture<Told> held = heldUp(devices);
            for (Credential device : devices) {
                Told told = check(device);
                assertThat(told.isGood() && told.millis() < 1000).as(told.toString()).isTrue();
            }
            assertThat(held.isDone()).as("is held up still").isFalse();
            assertThat(held.get(10, TimeUnit.SECONDS).isPutOff()).as("told to come back").isTrue();
        } finally {
            Signal.send("CONT", reader);
        }
    }

    /** The check, of one of these devices, that waits for the connection that hangs; the devices asked about are taken away. */
    private static CompletableFuture<Told> heldUp(List<Credential> devices) throws Exception {
        for (int i = 0; i < 6; i++) {
            Credential device = devices.remove(0);
            CompletableFuture<Told> told = CompletableFuture.supplyAsync(() -> check(device));
            try {
                told.get(500, TimeUnit.MILLISECONDS);
            } catch (TimeoutException hangs) {
                return told;
            }
        }
        throw new AssertionError("no check met the connection that hangs");
    }

    private static Told check(Credential device) {
        return Load.once("check", () -> http.get("/auth/check/", device.header()));
    }

    private Http.Answer list() {
        return http.get("/auth/sessions/", phone.header());
    }

    private static Http.Answer check() {
        return http.get("/auth/check/", phone.header());
    }

    private static Http.Answer signIn() {
        return http.post("/auth/login/", Map.of("identifier", anna.username(), "password", People.PASSWORD));
    }

    private static List<Told> of(List<Told> told, String... calls) {
        return told.stream().filter(one -> List.of(calls).contains(one.call())).toList();
    }

    private static void assertThatTheyWerePutOffInTime(List<Told> told) {
        assertThat(told).hasSizeGreaterThan(100).allMatch(Told::isPutOff).allMatch(one -> one.millis() < WORST_MILLIS);
        assertThat(told.stream().filter(one -> one.millis() > USUAL_MILLIS).count()).as("slower than usual").isLessThanOrEqualTo(told.size() / 10);
    }

    /** One in ten may have met a busy machine; of those that wait for a thread of another nearly all would wait. */
    private static void assertThatServiceCallsWereFast(List<Told> told, long millis) {
        List<Told> calls = of(told, "health", "ping");
        assertThat(calls).hasSizeGreaterThan(20).allMatch(Told::isGood);
        assertThat(calls.stream().filter(one -> one.millis() > millis).count()).as("slower than " + millis + " ms").isLessThanOrEqualTo(calls.size() / 10);
    }
}
