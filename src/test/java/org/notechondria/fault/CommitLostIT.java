package org.notechondria.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Eventually;
import org.notechondria.support.Http;
import org.notechondria.support.MailBox;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.Sql;

/**
 * A connection that ends in the middle of a commit, which is when a database that is killed ends some: every statement before it had worked,
 * so that nothing but the commit can say that it did not (fault F01, promise I8).
 */
class CommitLostIT extends ContractTest {

    @BeforeEach
    void whatEndsTheConnectionThatCommits() {
        Sql.update("""
                CREATE OR REPLACE FUNCTION test_end_connection() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'""");
    }

    @AfterEach
    void commitsWorkAgain() {
        Sql.update("DROP FUNCTION IF EXISTS test_end_connection() CASCADE");
        Eventually.holds("the service is back", () -> http.get("/health/").status() == 200);
    }

    @Test
    void F01_I8_a_sign_out_whose_commit_is_lost_is_put_off_and_the_session_lives() {
        Credential phone = People.somebody("anna").on(http, "iPhone");
        loseCommits("UPDATE OF revoked_at");
        assertPutOff(http.post("/auth/logout/", Map.of(), phone.header()));
        commitsWorkAgain();
        assertThat(http.get("/auth/check/", phone.header()).status()).isEqualTo(200);
        assertThat(http.post("/auth/logout/", Map.of(), phone.header()).status()).isEqualTo(204);
        assertThat(http.get("/auth/check/", phone.header()).status()).isEqualTo(401);
    }

    @Test
    void F01_I8_a_sign_in_whose_commit_is_lost_is_put_off_and_leaves_no_session() {
        Person anna = People.somebody("anna");
        loseCommits("INSERT");
        assertPutOff(http.post("/auth/login/", Map.of("identifier", anna.username(), "password", People.PASSWORD)));
        assertThat(Sql.count("SELECT count(*) FROM session WHERE user_id = ?", anna.id())).isZero();
        commitsWorkAgain();
        assertThat(anna.on(http, "iPhone").header()).isNotEmpty();
    }

    @Test
    void F01_I8_a_password_change_whose_commit_is_lost_is_put_off_and_changes_nothing() {
        Person anna = People.somebody("anna");
        Credential phone = anna.on(http, "iPhone");
        assertThat(http.send("POST", "/auth/send-identity-code/", null, phone.header()).status()).isEqualTo(200);
        Map<String, String> change = Map.of("current_password", People.PASSWORD, "new_password", "amber-heron-47",
                "identity_code", MailBox.ofTheDeployment().codeFor(anna.email()));
        loseCommits("UPDATE OF revoked_at");
        assertPutOff(http.post("/auth/change-password/", change, phone.header()));
        commitsWorkAgain();
        assertThat(http.get("/auth/check/", phone.header()).status()).isEqualTo(200);
        assertThat(anna.on(http, "iPhone").header()).as("signs in with the password as it was").isNotEmpty();
    }

    private static void loseCommits(String of) {
        Sql.update("CREATE CONSTRAINT TRIGGER test_end_connection AFTER " + of
                + " ON session DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION test_end_connection()");
    }

    private static void assertPutOff(Http.Answer answer) {
        assertProblem(answer, 503, "The service can't answer right now. Try again soon.");
        assertThat(answer.header("Retry-After")).isNotNull();
    }
}
