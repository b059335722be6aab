package org.notechondria.contract;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.People;
import org.notechondria.support.Sql;

/** Wire contract, section 5: a person's key for programs, which is shown once. */
class ApiKeyIT extends ContractTest {

    @Test
    void it_is_shown_once_with_the_prefix_that_the_settings_show_and_the_old_one_stops_working() {
        String[] session = People.somebody("anna").on(http, "Mac").header();
        JsonObject first = rotate(session);
        assertThat(first.keySet()).containsExactlyInAnyOrder("api_key", "api_key_prefix");
        assertThat(first.getString("api_key")).matches("ntc_[0-9a-f]{32}").startsWith(first.getString("api_key_prefix"));
        assertThat(first.getString("api_key_prefix")).matches("ntc_[0-9a-f]{4}");
        assertThat(http.get("/settings/", bearer(first)).status()).isEqualTo(200);
        JsonObject second = rotate(session);
        assertProblem(http.get("/settings/", bearer(first)), 401, "Invalid API key.");
        assertThat(http.get("/settings/", bearer(second)).json().getString("api_key_prefix")).isEqualTo(second.getString("api_key_prefix"));
        assertThat(http.get("/settings/", session).body()).doesNotContain(second.getString("api_key"));
    }

    @Test
    void it_outlives_the_sessions_and_works_for_a_person_who_is_active() {
        People.Person anna = People.somebody("anna");
        String[] session = anna.signedIn().header();
        String[] program = bearer(rotate(session));
        assertThat(http.send("POST", "/auth/logout/", null, session).status()).isEqualTo(204);
        assertThat(http.get("/auth/check/", program).status()).isEqualTo(200);
        Sql.update("UPDATE users SET is_active = false WHERE id = ?", anna.id());
        assertProblem(http.get("/auth/check/", program), 401, "User account is disabled.");
    }

    private JsonObject rotate(String[] session) {
        return http.send("POST", "/auth/rotate-api-key/", null, session).json();
    }

    private static String[] bearer(JsonObject rotated) {
        return new String[] {"Authorization", "Bearer " + rotated.getString("api_key")};
    }
}
