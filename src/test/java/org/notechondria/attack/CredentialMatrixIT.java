package org.notechondria.attack;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.Routes;
import org.notechondria.support.Routes.Route;
import org.notechondria.support.Sql;
import org.notechondria.web.Access;

/** Every call with every kind of credential, and every call that names an id with somebody else's. */
class CredentialMatrixIT extends ContractTest {
    private Person anna;
    private String[] session;
    private String[] apiKey;

    @BeforeEach
    void annaHasOneOfEach() {
        anna = People.somebody("anna");
        session = anna.signedIn().header();
        apiKey = new String[] {"Authorization", "Bearer " + http.send("POST", "/auth/rotate-api-key/", null, session).json().getString("api_key")};
    }

    @Test
    void A18_without_a_credential_exactly_the_public_calls_answer() {
        for (Route route : Routes.ALL) {
            for (String[] none : new String[][] {{}, {"Authorization", "Basic YTpi"}, {"Authorization", "Bearer of-another-system"}}) {
                Http.Answer answer = call(route, none);
                if (isOpen(route)) {
                    assertStatus(route, answer, route.status());
                } else {
                    assertStatus(route, answer, 401);
                    assertProblem(answer, 401, "Authentication credentials were not provided.");
                }
            }
        }
    }

    @Test
    void A18_a_credential_that_is_not_good_is_401_on_every_call_that_looks_at_one() {
        for (Route route : Routes.ALL) {
            for (String bad : new String[] {"Token", "Token nonsense", "Token " + "0".repeat(40), "Bearer ntc_nonsense", "Bearer ntc_" + "0".repeat(32), "Token " + apiKey[1].substring(7), "Bearer " + session[1].substring(6)}) {
                boolean othersBearer = bad.startsWith("Bearer") && !bad.startsWith("Bearer ntc_");
                Http.Answer answer = call(route, "Authorization", bad);
                boolean looks = route.level() != Access.Level.UNCHECKED && !(othersBearer && isOpen(route));
                assertStatus(route, answer, looks ? 401 : route.status());
            }
        }
    }

    @Test
    void A18_a_session_may_make_every_call_but_the_staffs() {
        for (Route route : Routes.ALL) {
            assertStatus(route, call(route, session), route.status());
        }
        assertThat(http.get("/auth/check/", session).status()).as("the last one signed out").isEqualTo(401);
    }

    @Test
    void A18_an_api_key_reads_and_writes_data_and_gets_403_on_whatever_changes_who_may_sign_in() {
        for (Route route : Routes.ALL) {
            Http.Answer answer = call(route, apiKey);
            if (route.level() == Access.Level.SESSION) {
                assertStatus(route, answer, 403);
                assertThat(answer.detail()).isEqualTo("A session is required.");
            } else {
                assertStatus(route, answer, route.status());
            }
        }
        assertThat(http.get("/auth/check/", session).status()).as("nothing of it ended the session").isEqualTo(200);
    }

    @Test
    void A18_the_key_of_a_person_who_was_deactivated_is_refused_everywhere() {
        Sql.update("UPDATE users SET is_active = false WHERE id = ?", anna.id());
        for (Route route : Routes.ALL) {
            for (String[] credential : new String[][] {session, apiKey}) {
                Http.Answer answer = call(route, credential);
                assertStatus(route, answer, route.level() == Access.Level.UNCHECKED ? route.status() : 401);
                if (answer.status() == 401) {
                    assertProblem(answer, 401, "User account is disabled.");
                }
            }
        }
    }

    @Test
    void A19_the_sessions_of_another_are_answered_exactly_like_none() {
        Credential berta = People.somebody("berta").signedIn();
        for (String[] call : new String[][] {{"DELETE", null}, {"PATCH", "{\"device_label\":\"mine now\"}"}}) {
            Http.Answer hers = http.send(call[0], "/auth/sessions/" + berta.session() + "/", call[1], session);
            Http.Answer nobodys = http.send(call[0], "/auth/sessions/" + Routes.NOBODYS + "/", call[1], session);
            assertProblem(hers, 404, "Session not found.");
            assertThat(hers.body()).isEqualTo(nobodys.body());
            assertThat(hers.headers().map().keySet()).isEqualTo(nobodys.headers().map().keySet());
        }
        assertThat(http.delete("/auth/sessions/", session).json().getInt("revoked")).isZero();
        JsonObject row = http.get("/auth/sessions/", berta.header()).json().getJsonArray("sessions").getJsonObject(0);
        assertThat(row.getString("device_label")).isEqualTo("Mac");
    }

    @Test
    void A19_only_staff_sees_invitations_and_whoever_is_not_learns_nothing_of_ids() {
        Person staff = People.somebody("staff");
        Sql.update("UPDATE users SET is_staff = true WHERE id = ?", staff.id());
        String[] theirs = staff.signedIn().header();
        JsonObject made = http.post("/admin/invitations/", Map.of("max_uses", 1), theirs).json();
        JsonNumber id = made.getJsonNumber("id");
        try {
            Http.Answer real = http.delete("/admin/invitations/" + id + "/", session);
            assertThat(real.status()).isEqualTo(403);
            assertThat(real.body()).isEqualTo(http.delete("/admin/invitations/" + Routes.NOBODYS + "/", session).body());
            assertThat(http.get("/admin/invitations/", session).body()).doesNotContain(made.getString("code"));
            for (String[] call : new String[][] {{"GET", "/admin/invitations/"}, {"DELETE", "/admin/invitations/" + id + "/"}}) {
                Http.Answer answer = http.send(call[0], call[1], null, "Authorization", "Bearer " + http.send("POST", "/auth/rotate-api-key/", null, theirs).json().getString("api_key"));
                assertProblem(answer, 403, "A session is required.");
            }
        } finally {
            assertThat(http.delete("/admin/invitations/" + id + "/", theirs).status()).isEqualTo(204);
        }
        assertThat(http.delete("/admin/invitations/" + id + "/", theirs).status()).isEqualTo(404);
    }

    private Http.Answer call(Route route, String... headers) {
        return http.send(route.method(), route.withNobodysId(), route.takesBody() ? "{}" : null, headers);
    }

    private static boolean isOpen(Route route) {
        return route.level() == Access.Level.UNCHECKED || route.level() == Access.Level.PUBLIC;
    }

    private static void assertStatus(Route route, Http.Answer answer, int status) {
        assertThat(answer.status()).as("%s: %s", route, answer).isEqualTo(status);
    }
}
