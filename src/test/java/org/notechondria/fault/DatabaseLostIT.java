package org.notechondria.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
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
import org.notechondria.support.Sql;
import org.notechondria.support.TestNodes;
import org.notechondria.support.TestNodes.TestNode;

/** A database that goes away under load and comes back (faults F01, F02): nobody is signed out by it, and nothing that was acknowledged is lost. */
class DatabaseLostIT {
    private static final int TERMINATIONS = Rounds.of(10);
    private static TestNodes nodes;
    private static List<Http> https;

    @BeforeAll
    static void twoNodes() throws InterruptedException {
        nodes = SharedNodes.besideThePair();
        https = SharedNodes.pair().stream().map(TestNode::http).toList();
    }

    @AfterAll
    static void leave() {
        Sql.speakTo(null);
    }

    @Test
    void F01_I3_I8_the_database_is_killed_under_load_and_nobody_is_signed_out_and_nothing_acknowledged_is_lost() throws Exception {
        Person anna = People.somebody("anna");
        List<Credential> phones = IntStream.range(0, 4).mapToObj(i -> anna.on(http(i), "iPhone")).toList();
        Acknowledged acknowledged = new Acknowledged();
        try (Load load = new Load()) {
            askAll(load, phones);
            https.forEach(http -> load.ask("mint and revoke", 1, () -> acknowledged.mintAndPerhapsRevoke(http, anna)));
            load.awaitMore(200);
            for (int outage = 0; outage < Rounds.of(1); outage++) {
                nodes.killDatabase();
                load.awaitMore(400);
                nodes.restartDatabase();
                assertThat(Sql.count("SELECT 1")).isEqualTo(1);
                long back = System.nanoTime();
                https.forEach(http -> Eventually.holds("answers", () -> http.get("/auth/sessions/", phones.get(0).header()).status() == 200));
                assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(2));
                load.awaitMore(200);
            }
            assertThat(load.end()).allMatch(one -> one.isGood() || one.isPutOff()).anyMatch(Told::isPutOff);
        }
        https.forEach(acknowledged::assertHeldBy);
    }

    @Test
    void F02_I2_every_connection_ended_each_second_is_hardly_noticed() throws Exception {
        Person anna = People.somebody("anna");
        List<Credential> phones = IntStream.range(0, 4).mapToObj(i -> anna.on(http(i), "iPhone")).toList();
        try (Load load = new Load()) {
            askAll(load, phones);
            load.awaitMore(100);
            for (int i = 0; i < TERMINATIONS; i++) {
                assertThat(Sql.count("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'postgres'")).isPositive();
                load.awaitMore(200);
            }
            List<Told> told = load.end();
            assertThat(told).allMatch(one -> one.isGood() || one.isPutOff());
            assertThat(told.stream().filter(Told::isPutOff).count()).isLessThanOrEqualTo(told.size() / 100);
        }
    }

    private static void askAll(Load load, List<Credential> phones) {
        IntFunction<String[]> header = i -> phones.get(i).header();
        for (int i = 0; i < phones.size(); i++) {
            int number = i;
            load.ask("check", 1, () -> http(number).get("/auth/check/", header.apply(number)));
            load.ask("list", 1, () -> http(number + 1).get("/auth/sessions/", header.apply(number)));
        }
    }

    private static Http http(int number) {
        return https.get(number % 2);
    }
}
