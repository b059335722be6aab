package org.notechondria.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.notechondria.run.Node;
import org.notechondria.support.Eventually;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.SharedNodes;
import org.notechondria.support.Sql;
import org.notechondria.support.TestNodes;
import org.notechondria.support.TestNodes.TestNode;

/** Nodes that come and go together (faults F16, F17): one migration, one administrator and one end of all sessions for each deployment, whoever is first. */
class RollOutIT {
    /** What the nodes of one database take turns by. */
    private static final long TURN = 0x6e6f7465_63686f6eL;
    private static TestNodes nodes;

    @BeforeAll
    static void theirDatabase() throws InterruptedException {
        nodes = SharedNodes.rollingOut();
        Sql.speakTo(nodes.database());
    }

    @AfterAll
    static void stop() throws Exception {
        Sql.speakTo(null);
        nodes.close();
    }

    /** One story: a start costs ten seconds of both cores. */
    @Test
    void F17_F16_three_that_boot_at_once_take_turns_each_new_deployment_ends_all_sessions_once_and_a_restart_none() throws Exception {
        List<TestNode> first = SharedNodes.threeAtOnce();
        assertOneMigration();
        assertOneAdministrator();
        assertThat(deployments()).as("on an empty database").isEqualTo("the-first: 0");
        assertThat(first).filteredOn(node -> said(node, "there was no session to end")).hasSize(1);
        Person anna = People.somebody("anna");
        List<Credential> phones = first.stream().map(node -> anna.on(node.http(), "iPhone")).toList();
        assertAlive(first, phones);

        TestNode old = first.get(1);
        end(first.get(0), first.get(2));
        List<TestNode> second = nodes.startThreeAtOnce(deployment("the-second"));
        assertOneAdministrator();
        assertThat(deployments()).as("on a filled database, beside a node of before").isEqualTo("the-first: 0, the-second: 3");
        Stream.concat(second.stream(), Stream.of(old)).forEach(node -> phones.forEach(phone -> assertThat(check(node, phone)).isEqualTo(401)));
        List<Credential> later = List.of(anna.on(second.get(0).http(), "iPhone"), anna.on(old.http(), "Mac"));
        end(old, second.get(2));
        TestNode withAnotherKey = nodes.begin(Map.of("NOTECHONDRIA_DEPLOYMENT_ID", "the-second", "NOTECHONDRIA_SECRET_KEY", Base64.getEncoder().encodeToString(new byte[32])));
        TestNode last = startedBehindAnothersTurn(deployment("the-second"));
        assertAlive(List.of(second.get(0), second.get(1), last), later);
        assertThatThrownBy(() -> nodes.await(withAnotherKey)).hasMessageContaining("notechondria.secret-key must be the key that this database was made with");
        assertThat(deployments()).isEqualTo("the-first: 0, the-second: 3");
        assertOneMigration();
    }

    /** While another takes its turn a node waits with its port shut: nobody ever meets one that has not migrated and wiped. */
    private static TestNode startedBehindAnothersTurn(Map<String, String> settings) throws Exception {
        TestNode node;
        try (Connection turn = Sql.connect(); Statement sql = turn.createStatement()) {
            sql.execute("SELECT pg_advisory_lock(" + TURN + ")");
            node = nodes.begin(settings);
            Eventually.holds("it waits for its turn, and so does the other", Duration.ofSeconds(60), () -> Sql.count("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") == 2);
            assertThatThrownBy(() -> node.http().get("/health/")).as("nobody answers").hasCauseInstanceOf(ConnectException.class);
        }
        return nodes.await(node);
    }

    /** And no two that waited for each other in a circle. */
    private static void assertOneMigration() {
        assertThat(Sql.count("SELECT count(*) - count(DISTINCT version) FROM flyway_schema_history")).isZero();
        assertThat(Sql.count("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")).isZero();
    }

    private static void end(TestNode... some) {
        Stream.of(some).map(TestNode::node).forEach(Node::askToEnd);
        Stream.of(some).map(TestNode::node).forEach(Node::close);
    }

    private static void assertAlive(List<TestNode> everywhere, List<Credential> credentials) {
        everywhere.forEach(node -> credentials.forEach(credential -> assertThat(check(node, credential)).isEqualTo(200)));
    }

    private static boolean said(TestNode node, String words) {
        try {
            return Files.readString(node.log()).contains(words);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void assertOneAdministrator() {
        assertThat(Sql.count("SELECT count(*) FROM users WHERE is_superuser")).isEqualTo(1);
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
