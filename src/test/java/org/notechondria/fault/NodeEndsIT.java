package org.notechondria.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.notechondria.fault.Load.Told;
import org.notechondria.support.HalfBodies;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.SharedNodes;
import org.notechondria.support.Sql;
import org.notechondria.support.TestNodes.TestNode;

/** A node that ends under load: killed (F06), where the other holds what both have acknowledged, or asked to (F08), where it finishes first. */
class NodeEndsIT {
    private static TestNode stays;
    private static TestNode killed;
    private static TestNode asked;

    @BeforeAll
    static void oneThatStaysAndTwoThatEnd() throws InterruptedException {
        stays = SharedNodes.pair().get(0);
        killed = SharedNodes.toBeEnded().get(0);
        asked = SharedNodes.toBeEnded().get(1);
    }

    @AfterAll
    static void leave() {
        killed.node().close();
        asked.node().close();
        Sql.speakTo(null);
    }

    @Test
    void F06_I2_I3_I6_what_a_killed_node_acknowledged_holds_on_the_other_and_what_it_saw_but_for_a_second() throws Exception {
        Person anna = People.somebody("anna");
        Credential phone = anna.on(stays.http(), "iPhone");
        Acknowledged acknowledged = new Acknowledged();
        Object begun = Sql.one("SELECT now()");
        long begunAt = System.nanoTime();
        try (Load load = new Load()) {
            load.ask("check", 1, () -> killed.http().get("/auth/check/", phone.header()));
            load.ask("at the one that stays", 3, () -> acknowledged.mintAndPerhapsRevoke(stays.http(), anna));
            load.ask("at the one that is killed", 6, () -> acknowledged.mintAndPerhapsRevoke(killed.http(), anna));
            load.awaitMore(50).awaitMore(50).awaitMore(50);
            killed.node().process().destroyForcibly().waitFor();
            load.awaitMore(50);
            List<Told> told = load.end();
            assertThat(told).filteredOn(one -> one.call().equals("at the one that stays")).allMatch(one -> one.isGood() || one.isPutOff());
            long lastSeen = told.stream().filter(one -> one.call().equals("check") && one.isGood()).mapToLong(Told::begunAt).max().orElseThrow();
            assertThat(Sql.count("SELECT count(*) FROM session WHERE id = ? AND last_seen_at >= CAST(? AS timestamptz) + (? - 1500000) * interval '1 microsecond'",
                    phone.session(), begun, TimeUnit.NANOSECONDS.toMicros(lastSeen - begunAt))).as("seen until a second before the kill, and what a busy machine adds to it").isEqualTo(1);
        }
        acknowledged.assertHeldBy(stays.http());
    }

    @Test
    void F08_a_node_that_is_asked_to_end_finishes_what_it_accepted_and_writes_what_it_has_seen() throws Exception {
        Person anna = People.somebody("anna");
        Credential phone = anna.on(asked.http(), "iPhone");
        Credential quiet = anna.on(asked.http(), "iPhone");
        Http http = asked.http();
        long begun;
        Object used;
        List<Told> told;
        int alreadyLogged = Files.readString(asked.log()).length();
        new HalfBodies(http, 20).close(); // who is gone is not waited for
        try (Load load = new Load()) {
            load.ask("check", 2, () -> http.get("/auth/check/", phone.header())).ask("list", 2, () -> http.get("/auth/sessions/", phone.header()));
            load.ask("sign-in", 3, () -> http.post("/auth/login/", Map.of("identifier", anna.username(), "password", People.PASSWORD)));
            load.awaitMore(200);
            used = Sql.one("SELECT now()");
            assertThat(http.get("/auth/check/", quiet.header()).status()).isEqualTo(200);
            begun = System.nanoTime();
            asked.node().askToEnd();
            assertThat(asked.node().process().waitFor(15, TimeUnit.SECONDS)).as("ended by itself").isTrue();
            told = load.end();
        }
        assertThat(Files.readString(asked.log()).substring(alreadyLogged)).as("who hangs up is no failure").doesNotContain("still under way", "SEVERE");
        List<Told> later = told.stream().filter(one -> one.begunAt() >= begun).toList();
        assertThat(told).as("accepted before").filteredOn(one -> one.begunAt() < begun && !one.isGood() && !one.isPutOff()).isEmpty();
        assertThat(later).as("its own refusal while it drains, the closed port afterwards, and nothing of the server's between them")
                .filteredOn(one -> !one.isGood() && !isItsOwnRefusal(one) && one.status() != Load.NO_ANSWER).isEmpty();
        assertThat(later).as("asked until the port was closed").anyMatch(one -> one.status() == Load.NO_ANSWER).anyMatch(NodeEndsIT::isItsOwnRefusal);
        assertThat(Sql.count("SELECT count(*) FROM session WHERE id = ? AND last_seen_at >= CAST(? AS timestamptz) - interval '1 second'", quiet.session(), used)).isEqualTo(1);
    }

    private static boolean isItsOwnRefusal(Told told) {
        return told.isPutOff() && told.text().contains("urn:notechondria:problem:");
    }
}
