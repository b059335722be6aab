package org.notechondria.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.Sql;

/** Wire contract, section 1: from the header to the caller, rule by rule; and both timeouts at their two edges. */
class CredentialsIT extends ContractTest {
    private static final String LIST = "/auth/sessions/";

    @Test
    void rule_1_without_a_credential_of_ours_a_protected_path_says_so() {
        for (String[] none : new String[][] {{}, {"Authorization", "Basic YTpi"}, {"Authorization", "Bearer eyJhbGciOi"}}) {
            Http.Answer answer = http.get(LIST, none);
            assertProblem(answer, 401, "Authentication credentials were not provided.");
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Token");
        }
    }

    @Test
    void rule_2_a_token_without_a_key_and_a_key_that_can_not_be_one() {
        assertProblem(http.get(LIST, "Authorization", "Token"), 401, "Invalid token header. No credentials provided.");
        for (String key : new String[] {"x", "a".repeat(39), "a".repeat(41), "A".repeat(40), "g".repeat(40), "a".repeat(20) + " " + "a".repeat(20)}) {
            assertProblem(http.get(LIST, "Authorization", "Token " + key), 401, "Invalid token.");
        }
    }

    @Test
    void rule_2_two_authorization_headers_are_refused_even_when_both_are_good() {
        Credential phone = People.somebody("anna").signedIn();
        assertProblem(http.get(LIST, "Authorization", "Token " + phone.key(), "Authorization", "Token " + phone.key()), 401, "Invalid token.");
    }

    @Test
    void rule_3_an_unknown_and_a_revoked_key_are_refused_in_the_same_words() {
        Credential phone = People.somebody("anna").on(http, "iPhone");
        assertThat(http.post("/auth/logout/", Map.of(), phone.header()).status()).isEqualTo(204);
        assertProblem(http.get(LIST, phone.header()), 401, "Invalid token.");
        assertProblem(http.get(LIST, "Authorization", "Token " + "0".repeat(40)), 401, "Invalid token.");
    }

    @Test
    void a_key_that_was_refused_is_not_remembered_as_unknown() {
        Credential phone = People.somebody("anna").signedIn();
        String key = "%040x".formatted(System.nanoTime());
        assertProblem(http.get(LIST, "Authorization", "Token " + key), 401, "Invalid token.");
        Sql.update("""
                INSERT INTO session (key_digest, user_id, device_label, user_agent, client_hash, client_hash_key, origin)
                SELECT sha256(convert_to(?, 'UTF8')), user_id, device_label, user_agent, client_hash, client_hash_key, origin FROM session WHERE id = ?""", key, phone.session());
        assertThat(http.get(LIST, "Authorization", "Token " + key).status()).isEqualTo(200);
    }

    @Test
    void rule_4_a_deactivated_person_is_told_so_and_reactivation_brings_no_session_back() {
        Person anna = People.somebody("anna");
        Credential phone = anna.on(http, "iPhone");
        Sql.update("UPDATE users SET is_active = false WHERE id = ?", anna.id());
        assertProblem(http.get(LIST, phone.header()), 401, "User account is disabled.");
        assertThat(Sql.one("SELECT ended_reason FROM session WHERE id = ?", phone.session())).isEqualTo("deactivated");
        Sql.update("UPDATE users SET is_active = true WHERE id = ?", anna.id());
        assertProblem(http.get(LIST, phone.header()), 401, "Invalid token.");
    }

    @Test
    void rule_4_comes_before_rule_3_for_a_key_that_had_ended_or_expired_already() {
        Person anna = People.somebody("anna");
        Credential ended = anna.signedIn();
        Credential expired = anna.signedIn();
        assertThat(http.post("/auth/logout/", Map.of(), ended.header()).status()).isEqualTo(204);
        Sql.update("UPDATE session SET last_seen_at = app_now() - interval '2 days' WHERE id = ?", expired.session());
        Sql.update("UPDATE users SET is_active = false WHERE id = ?", anna.id());
        assertProblem(http.get(LIST, ended.header()), 401, "User account is disabled.");
        assertProblem(http.get(LIST, expired.header()), 401, "User account is disabled.");
    }

    @Test
    void rule_5_the_scheme_is_known_in_any_case_and_the_idle_window_rolls_with_every_request() {
        Credential phone = People.somebody("anna").signedIn();
        for (int hours : new int[] {20, 40, 60}) {
            Sql.clockAhead(Duration.ofHours(hours));
            assertThat(http.get(LIST, "Authorization", "tOkEn " + phone.key()).status()).as("%s hours", hours).isEqualTo(200);
            untilWritten(phone);
        }
    }

    @Test
    void rule_6_a_malformed_or_unknown_api_key_is_refused() {
        assertProblem(http.get(LIST, "Authorization", "Bearer ntc_nonsense"), 401, "Invalid API key.");
        assertProblem(http.get(LIST, "Authorization", "Bearer ntc_" + "0".repeat(32)), 401, "Invalid API key.");
    }

    @Test
    void rule_8_an_api_key_reads_and_writes_data_and_no_more() {
        Person anna = People.somebody("anna");
        Credential phone = anna.on(http, "iPhone");
        Http.Answer rotated = http.send("POST", "/auth/rotate-api-key/", null, phone.header());
        String[] apiKey = {"Authorization", "bearer " + rotated.json().getString("api_key")};
        assertThat(http.get(LIST, apiKey).json().isNull("current_session_id")).isTrue();
        assertThat(http.get(LIST, apiKey).json().getJsonArray("sessions").getJsonObject(0).getBoolean("is_current")).isFalse();
        Http.Answer check = http.get("/auth/check/", apiKey);
        assertThat(check.json().isNull("session_id") && check.json().isNull("expires_at")).isTrue();
        assertThat(check.header("X-Auth-Session-Id")).isNull();
        assertThat(check.header("X-Auth-Username")).isEqualTo(anna.username());
        assertThat(http.get("/auth/session/", apiKey).body()).isEqualTo("{\"authenticated\":false}");
        assertThat(http.send("POST", "/auth/logout/", null, apiKey).status()).isEqualTo(204);
        assertThat(http.get("/auth/check/", phone.header()).status()).isEqualTo(200);
        for (String[] call : new String[][] {{"DELETE", LIST + phone.session() + "/"}, {"DELETE", LIST}, {"PATCH", LIST + phone.session() + "/"}, {"POST", "/auth/rotate-api-key/"}}) {
            assertProblem(http.send(call[0], call[1], call[0].equals("PATCH") ? "{}" : null, apiKey), 403, "A session is required.");
        }
        Sql.update("UPDATE users SET is_active = false WHERE id = ?", anna.id());
        assertProblem(http.get(LIST, apiKey), 401, "User account is disabled.");
    }

    @Test
    void rule_7_a_stale_credential_on_a_public_path_is_still_refused() {
        Http.Answer answer = http.post("/auth/login/", Map.of("identifier", "x", "password", "y"), "Authorization", "Token " + "0".repeat(40));
        assertProblem(answer, 401, "Invalid token.");
    }

    @Test
    void seen_exactly_one_idle_timeout_ago_is_alive_and_a_microsecond_more_is_not() {
        assertThat(listAt("last_seen_at", "2026-01-02 12:00:00.000000").status()).isEqualTo(200);
        assertProblem(listAt("last_seen_at", "2026-01-02 12:00:00.000001"), 401, "Invalid token.");
    }

    @Test
    void made_exactly_one_absolute_timeout_ago_is_alive_and_a_microsecond_more_is_not() {
        assertThat(listAt("created_at", "2026-01-04 12:00:00.000000").status()).isEqualTo(200);
        assertProblem(listAt("created_at", "2026-01-04 12:00:00.000001"), 401, "Invalid token.");
    }

    @Test
    void another_session_is_listed_and_counted_up_to_either_end_and_not_a_microsecond_more() {
        for (String[] edge : new String[][] {{"last_seen_at", "2026-01-02 12:00:00.000000"}, {"created_at", "2026-01-04 12:00:00.000000"}}) {
            assertThat(seenOfAnother(edge[0], edge[1])).as(edge[0]).isEqualTo("listed 2, counted 1, probe true");
            assertThat(seenOfAnother(edge[0], edge[1].replace(".000000", ".000001"))).as(edge[0]).isEqualTo("listed 1, counted 0, probe false");
        }
    }

    /** What is shown of a session whose {@code column} is noon of 1 January, at {@code now}: in the list and the count of another, and by the probe. */
    private String seenOfAnother(String column, String now) {
        Person anna = People.somebody("anna");
        Credential phone = anna.signedIn();
        Credential mac = anna.signedIn();
        Sql.update("UPDATE session SET created_at = '" + now + "Z', last_seen_at = '" + now + "Z' WHERE user_id = ?", anna.id());
        Sql.update("UPDATE session SET " + column + " = '2026-01-01 12:00:00Z' WHERE id = ?", phone.session());
        Sql.clockStandsAt(now + "Z");
        try {
            int listed = http.get(LIST, mac.header()).json().getJsonArray("sessions").size();
            return "listed " + listed + ", counted " + http.get("/auth/session/", mac.header()).json().getInt("other_sessions_count")
                    + ", probe " + http.get("/auth/session/", phone.header()).json().getBoolean("authenticated");
        } finally {
            Sql.clockIsRight();
        }
    }

    /** The answer to a session whose {@code column} is noon of 1 January, at {@code now}; its other time is at {@code now} itself. */
    private Http.Answer listAt(String column, String now) {
        Credential phone = People.somebody("anna").signedIn();
        Sql.update("UPDATE session SET created_at = '" + now + "Z', last_seen_at = '" + now + "Z' WHERE id = ?", phone.session());
        Sql.update("UPDATE session SET " + column + " = '2026-01-01 12:00:00Z' WHERE id = ?", phone.session());
        Sql.clockStandsAt(now + "Z");
        try {
            return http.get(LIST, phone.header());
        } finally {
            Sql.clockIsRight();
        }
    }

    private static void untilWritten(Credential phone) {
        org.notechondria.support.Eventually.holds("the touch is written",
                () -> (Boolean) Sql.one("SELECT last_seen_at > app_now() - interval '1 minute' FROM session WHERE id = ?", phone.session()));
    }
}
