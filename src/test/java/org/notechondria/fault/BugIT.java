package org.notechondria.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.SharedNodes;
import org.notechondria.support.Sql;
import org.notechondria.support.TestNodes.TestNode;

/** What the log of a node holds for its operator: a failure that nobody foresaw, of which the client learns a number and nothing else; limits that are off. */
class BugIT {

    @Test
    void a_node_without_limits_says_so_at_its_start() throws Exception {
        assertThat(Files.readAllLines(SharedNodes.pair().get(0).log())).anyMatch(line -> line.contains("attempts are not limited (notechondria.limit.enabled is false)"));
    }

    @AfterAll
    static void leave() {
        Sql.speakTo(null);
    }

    @Test
    void a_bug_is_500_with_an_incident_that_the_log_has_too_and_ends_no_session() throws Exception {
        TestNode node = SharedNodes.pair().get(0);
        Person anna = People.somebody("anna");
        Credential phone = anna.on(node.http(), "iPhone");
        Sql.update("CREATE FUNCTION planted_bug() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''walnuts'' USING DETAIL = ''of pistachio@example.org''; END'");
        try {
            Sql.update("CREATE TRIGGER planted_bug BEFORE UPDATE ON profile FOR EACH ROW WHEN (OLD.user_id = " + anna.id() + ") EXECUTE FUNCTION planted_bug()");
            Http.Answer answer = node.http().patch("/settings/", Map.of("motto", "cashews"), phone.header());
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("application/problem+json;charset=utf-8");
            String incident = answer.json().getString("incident");
            assertThat(answer.detail()).isEqualTo("Something went wrong. Incident " + incident + ".");
            assertThat(answer.body()).doesNotContainIgnoringCase("walnuts").doesNotContainIgnoringCase("exception").doesNotContain("org.").doesNotContain("profile");
            assertThat(Files.readAllLines(node.log())).anyMatch(line -> line.contains("incident " + incident)).anyMatch(line -> line.contains("walnuts"))
                    .as("A25").noneMatch(line -> line.contains(phone.key()) || line.contains("pistachio"));
        } finally {
            Sql.update("DROP FUNCTION planted_bug() CASCADE");
        }
        assertThat(node.http().patch("/settings/", Map.of("motto", "cashews"), phone.header()).status()).isEqualTo(200);
    }
}
