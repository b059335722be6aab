package org.notechondria.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.Sql;
import org.notechondria.support.TestNodes;
import org.notechondria.support.TestNodes.TestNode;

/** Nodes that come and go together (faults F16, F17): one migration, one administrator and one end of all sessions for each deployment, whoever is first. */
class RollOutIT {
    private TestNodes nodes;

    @BeforeEach
    void startTheDatabase() {
        nodes = TestNodes.named("roll-out");
        Sql.speakTo(nodes.database());
    }

    @AfterEach
    void stop() throws Exception {
        Sql.speakTo(null);
        nodes.close();
    }

    @Test
    void F17_three_nodes_that_boot_at_the_same_instant_take_turns_on_an_empty_and_on_a_filled_database() throws Exception {
        List<TestNode> first = threeOf("the-first");
        assertThat(Sql.count("SELECT count(*) FROM users WHERE is_superuser")).isEqualTo(1);
        assertThat(deployments()).isEqualTo("the-first: 0");
        Person anna = People.somebody("anna");
        List<Credential> phones = first.stream().map(node -> anna.on(node.http(), "iPhone")).toList();
        first.forEach(node -> assertThat(phones).allMatch(phone -> check(node, phone) == 200));
        first.forEach(node -> node.node().close());

        List<TestNode> second = threeOf("the-second");
        assertThat(Sql.count("SELECT count(*) FROM users WHERE is_superuser")).isEqualTo(1);
        assertThat(deployments()).isEqualTo("the-first: 0, the-second: 3");
        second.forEach(node -> assertThat(phones).allMatch(phone -> check(node, phone) == 401));
        Credential later = anna.on(second.get(0).http(), "iPhone");
        assertThat(second).allMatch(node -> check(node, later) == 200);
    }

    @Test
    void F16_a_rolling_restart_ends_no_session_and_a_new_deployment_ends_each_once() throws Exception {
        TestNode left = nodes.begin(deployment("one"));
        TestNode right = nodes.begin(deployment("one"));
        nodes.await(left);
        nodes.await(right);
        Person anna = People.somebody("anna");
        Credential phone = anna.on(left.http(), "iPhone");

        left = replace(left, "one");
        Credential during = anna.on(right.http(), "Mac");
        right = replace(right, "one");
        for (TestNode node : List.of(left, right)) {
            assertThat(Stream.of(phone, during)).allMatch(credential -> check(node, credential) == 200);
        }

        left = replace(left, "two");
        for (TestNode node : List.of(left, right)) {
            assertThat(Stream.of(phone, during)).allMatch(credential -> check(node, credential) == 401);
        }
        Credential atTheNew = anna.on(left.http(), "iPhone");
        Credential atTheOld = anna.on(right.http(), "Mac");
        right = replace(right, "two");
        for (TestNode node : List.of(left, right)) {
            assertThat(Stream.of(atTheNew, atTheOld)).allMatch(credential -> check(node, credential) == 200);
        }
        assertThat(deployments()).isEqualTo("one: 0, two: 2");
    }

    private List<TestNode> threeOf(String id) throws InterruptedException {
        List<TestNode> three = Stream.generate(() -> nodes.begin(deployment(id))).limit(3).toList();
        for (TestNode node : three) {
            nodes.await(node);
        }
        return three;
    }

    private TestNode replace(TestNode node, String id) throws InterruptedException {
        node.node().close();
        return nodes.start(deployment(id));
    }

    private static Map<String, String> deployment(String id) {
        return Map.of("NOTECHONDRIA_DEPLOYMENT_ID", id);
    }

    private static int check(TestNode node, Credential credential) {
        return node.http().get("/auth/check/", credential.header()).status();
    }

    /** Each with the number of sessions that it ended. */
    private static Object deployments() {
        return Sql.one("SELECT string_agg(id || ': ' || ended_sessions, ', ' ORDER BY id) FROM deployment");
    }
}
