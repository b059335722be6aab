package org.notechondria.contract;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
import org.notechondria.support.LegacyHash;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.Sql;

/** Wire contract, sections 3 and 5: {@code POST /auth/login/} and the authentication payload. */
class SignInIT extends ContractTest {
    private static final String MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
    private static final String THEIRS = "amber-heron-47";

    @Test
    void sign_in_answers_the_authentication_payload() {
        Person anna = People.somebody("anna");
        JsonObject payload = anna.signIn(http, "User-Agent", MAC);
        assertThat(payload.getString("token")).matches("[0-9a-f]{40}");
        assertThat(payload.getJsonObject("session").keySet()).containsExactlyInAnyOrder("id", "device_label", "created_at", "last_seen_at");
        assertThat(payload.getJsonObject("session").getString("device_label")).isEqualTo("Mac");
        assertThat(payload.getBoolean("multi_device")).isFalse();
        assertThat(payload.getInt("other_sessions_count")).isZero();
        assertThat(payload.getJsonObject("user").keySet()).containsExactlyInAnyOrder("id", "email", "username", "first_name", "last_name", "display_name", "is_staff",
                "is_superuser", "motto", "social_link", "image_url", "editor_mode", "theme_preset", "theme_mode", "api_base_url", "app_settings", "app_settings_updated_at");
        assertThat(payload.getJsonObject("user").getString("api_base_url")).isEqualTo("https://accounts.example.org/api/v1");
        assertThat(payload.getJsonObject("user").getJsonObject("app_settings").keySet()).containsExactlyInAnyOrder("theme_preset", "theme_mode", "api_base_url");
        assertThat(payload.getJsonObject("user").isNull("app_settings_updated_at")).isTrue();
    }

    @Test
    void the_other_sessions_are_counted_that_are_active_at_that_moment() {
        Person anna = People.somebody("anna");
        Credential expired = anna.on(http, "iPhone");
        Credential ended = anna.on(http, "iPad");
        anna.on(http, MAC);
        JsonObject fourth = anna.signIn(http);
        assertThat(fourth.getBoolean("multi_device")).isTrue();
        assertThat(fourth.getInt("other_sessions_count")).isEqualTo(3);
        Sql.update("UPDATE session SET last_seen_at = app_now() - interval '2 days' WHERE id = ?", expired.session());
        assertThat(http.post("/auth/logout/", Map.of(), ended.header()).status()).isEqualTo(204);
        assertThat(anna.signIn(http).getInt("other_sessions_count")).as("one, and the fourth").isEqualTo(2);
    }

    @Test
    void unknown_wrong_and_disabled_get_one_message() {
        Person anna = People.somebody("anna");
        Person gone = People.somebody("gone");
        Sql.update("UPDATE users SET is_active = false WHERE id = ?", gone.id());
        for (Map<String, String> attempt : List.of(Map.of("identifier", "nobody", "password", People.PASSWORD),
                Map.of("identifier", anna.username(), "password", "wrong"), Map.of("identifier", gone.username(), "password", People.PASSWORD))) {
            Http.Answer answer = http.post("/auth/login/", attempt);
            assertProblem(answer, 400, "Unable to log in with provided credentials.");
            assertThat(answer.json().getJsonArray("non_field_errors").getString(0)).isEqualTo("Unable to log in with provided credentials.");
        }
    }

    @Test
    void the_e_mail_and_the_name_sign_in_in_any_case_under_either_field_with_white_space_around() {
        Person anna = People.somebody("anna");
        for (Map<String, String> form : List.of(Map.of("identifier", anna.email().toUpperCase()), Map.of("email", "\u00a0 " + anna.username().toUpperCase() + " "),
                Map.of("identifier", anna.username(), "email", "ignored@example.org"), Map.of("identifier", "", "email", anna.email()))) {
            Map<String, String> body = new HashMap<>(form);
            body.put("password", " " + People.PASSWORD + "\u2003");
            assertThat(http.post("/auth/login/", body).status()).as(form.toString()).isEqualTo(200);
        }
    }

    /** As an earlier system may have kept it: the domain in the spelling of mail servers. */
    @Test
    void an_address_that_moved_in_signs_in_in_either_spelling_of_its_domain_and_may_be_sent_back_with_the_settings() {
        Person anna = People.somebody("anna");
        String kept = anna.username() + "@xn--bcher-kva.example";
        Sql.update("UPDATE users SET email = ? WHERE id = ?", kept, anna.id());
        for (String spelling : List.of(kept, kept.toUpperCase(), anna.username() + "@b\u00fccher.example", anna.username() + "@B\u00dcCHER.example")) {
            assertThat(http.post("/auth/login/", Map.of("identifier", spelling, "password", People.PASSWORD)).status()).as(spelling).isEqualTo(200);
        }
        assertThat(http.patch("/settings/", Map.of("email", kept), anna.signedIn().header()).status()).isEqualTo(200);
    }

    @Test
    void a_hash_of_the_earlier_system_is_rewritten_on_the_next_sign_in() {
        Person anna = People.somebody("anna");
        anna.signIn(http);
        assertThat((String) Sql.one("SELECT password FROM users WHERE id = ?", anna.id())).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        anna.signIn(http);
    }

    @Test
    void a_label_that_the_client_sends_is_used_and_one_of_another_type_counts_as_not_sent() {
        Person anna = People.somebody("anna");
        assertThat(labelOf(anna, "\"Anna's \u202eold phone\\r\\n\"")).isEqualTo("Anna's old phone");
        assertThat(labelOf(anna, "\"" + "x".repeat(500) + "\"")).hasSize(120);
        for (String notSent : new String[] {"\"\"", "null", "17", "[]", "\"\\u0007\""}) {
            assertThat(labelOf(anna, notSent)).isEqualTo("Mac");
        }
    }

    private String labelOf(Person person, String json) {
        String body = "{\"identifier\":\"" + person.username() + "\",\"password\":\"" + People.PASSWORD + "\",\"device_label\":" + json + "}";
        return http.send("POST", "/auth/login/", body, "User-Agent", MAC).json().getJsonObject("session").getString("device_label");
    }

    /** Names that moved in may hold what names hold no more. */
    @Test
    void a_user_name_that_is_another_persons_address_signs_in_the_owner_of_the_address() {
        Person owner = People.somebody("owner");
        Person namesake = movedInAs(owner.email());
        assertThat(userIn(http.post("/auth/login/", Map.of("identifier", owner.email(), "password", People.PASSWORD)))).isEqualTo(owner.id());
        assertProblem(http.post("/auth/login/", Map.of("identifier", owner.email(), "password", THEIRS)), 400, "Unable to log in with provided credentials.");
        assertThat(userIn(http.post("/auth/login/", Map.of("identifier", namesake.email(), "password", THEIRS)))).isEqualTo(namesake.id());
    }

    @Test
    void a_user_name_with_an_at_sign_that_is_nobodys_address_signs_in() {
        String name = "carl." + Long.toString(System.nanoTime(), 36) + "@old";
        Person carl = movedInAs(name);
        for (String field : new String[] {"identifier", "email"}) {
            assertThat(userIn(http.post("/auth/login/", Map.of(field, name.toUpperCase(), "password", THEIRS)))).as(field).isEqualTo(carl.id());
        }
    }

    /** With a password of their own, {@link #THEIRS}. */
    private static Person movedInAs(String name) {
        Person person = People.somebody("moved");
        Sql.update("UPDATE users SET username = ?, username_folded = ?, password = ? WHERE id = ?", name, name, LegacyHash.of(THEIRS, 1000), person.id());
        Sql.update("UPDATE name_claim SET folded = ? WHERE user_id = ?", name, person.id());
        return new Person(person.id(), name, person.email());
    }

    private static long userIn(Http.Answer signedIn) {
        assertThat(signedIn.status()).as(signedIn.toString()).isEqualTo(200);
        return signedIn.json().getJsonObject("user").getJsonNumber("id").longValue();
    }

    @Test
    void without_anything_in_it_a_sign_in_names_the_identifier_and_the_password() {
        assertProblem(http.send("POST", "/auth/login/", "{}"), 400, "identifier: This field is required.\npassword: This field is required.");
    }
}
