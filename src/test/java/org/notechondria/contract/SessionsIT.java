package org.notechondria.contract;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Eventually;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.Race;
import org.notechondria.support.Sql;

/** Wire contract, section 4: a person's sessions, each one visible and revocable. */
class SessionsIT extends ContractTest {
    private static final String MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";

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
            Map<String, String> body = new java.util.HashMap<>(form);
            body.put("password", " " + People.PASSWORD + "\u2003");
            assertThat(http.post("/auth/login/", body).status()).as(form.toString()).isEqualTo(200);
        }
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

    @Test
    void the_list_shows_the_active_sessions_most_recently_seen_first_and_the_callers_own_as_seen_now() {
        Person anna = People.somebody("anna");
        Credential phone = anna.on(http, "iPhone");
        Credential mac = anna.on(http, MAC);
        Credential gone = anna.on(http, "Windows");
        Sql.update("UPDATE session SET last_seen_at = app_now() - interval '2 days' WHERE id = ?", gone.session());
        JsonObject sheet = http.get("/auth/sessions/", phone.header()).json();
        assertThat(sheet.getJsonNumber("current_session_id").longValue()).isEqualTo(phone.session());
        List<JsonObject> rows = sheet.getJsonArray("sessions").getValuesAs(JsonObject.class);
        assertThat(rows).extracting(row -> row.getJsonNumber("id").longValue()).containsExactly(phone.session(), mac.session());
        assertThat(rows.get(0).keySet()).containsExactlyInAnyOrder("id", "device_label", "user_agent", "ip_hash_prefix", "created_at", "last_seen_at", "is_current");
        assertThat(rows.get(0).getBoolean("is_current")).isTrue();
        assertThat(rows.get(1).getBoolean("is_current")).isFalse();
        assertThat(rows.get(0).getString("ip_hash_prefix")).matches("[0-9a-f]{8}");
        assertThat(Instant.parse(rows.get(0).getString("last_seen_at"))).isAfter(Instant.parse(rows.get(1).getString("last_seen_at")));
        assertThat(sheet.toString()).doesNotContain(phone.key()).doesNotContain(mac.key());
    }

    @Test
    void I1_a_revoked_key_is_refused_on_the_next_request_and_again_is_204() {
        Person anna = People.somebody("anna");
        Credential phone = anna.on(http, "iPhone");
        Credential mac = anna.on(http, MAC);
        assertThat(http.get("/auth/check/", phone.header()).status()).isEqualTo(200);
        assertThat(http.delete("/auth/sessions/" + phone.session() + "/", mac.header()).status()).isEqualTo(204);
        assertProblem(http.get("/auth/check/", phone.header()), 401, "Invalid token.");
        assertThat(http.delete("/auth/sessions/" + phone.session() + "/", mac.header()).status()).isEqualTo(204);
        assertThat(Sql.one("SELECT ended_reason || ' ' || ended_by FROM session WHERE id = ?", phone.session())).isEqualTo("revoked " + mac.session());
    }

    @Test
    void the_current_session_may_be_revoked_which_signs_this_device_out() {
        Credential phone = People.somebody("anna").on(http, "iPhone");
        assertThat(http.delete("/auth/sessions/" + phone.session(), phone.header()).status()).isEqualTo(204);
        assertProblem(http.get("/auth/check/", phone.header()), 401, "Invalid token.");
    }

    @Test
    void A19_somebody_elses_session_and_none_look_the_same() {
        Credential anna = People.somebody("anna").on(http, "iPhone");
        Credential berta = People.somebody("berta").on(http, "iPhone");
        for (String id : new String[] {Long.toString(berta.session()), "999999999999", "-1", "+1", "1.0", "abc", "0x1", "99999999999999999999", "%20" + berta.session()}) {
            assertProblem(http.delete("/auth/sessions/" + id + "/", anna.header()), 404, "Session not found.");
        }
        assertThat(http.get("/auth/check/", berta.header()).status()).isEqualTo(200);
    }

    @Test
    void logout_ends_only_the_session_of_this_request() {
        Person anna = People.somebody("anna");
        Credential phone = anna.on(http, "iPhone");
        Credential mac = anna.on(http, MAC);
        assertThat(http.send("POST", "/auth/logout/", null, phone.header()).status()).isEqualTo(204);
        assertProblem(http.get("/auth/check/", phone.header()), 401, "Invalid token.");
        assertThat(http.get("/auth/check/", mac.header()).status()).isEqualTo(200);
    }

    @Test
    void revoke_all_ends_all_others_and_says_how_many() {
        Person anna = People.somebody("anna");
        Credential phone = anna.on(http, "iPhone");
        Credential mac = anna.on(http, MAC);
        anna.on(http, "Windows");
        Credential timedOut = anna.on(http, "Windows");
        Sql.update("UPDATE session SET last_seen_at = app_now() - interval '2 days' WHERE id = ?", timedOut.session());
        Http.Answer answer = http.delete("/auth/sessions/", mac.header());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(Sql.one("SELECT ended_reason FROM session WHERE id = ?", timedOut.session())).as("ended, too, but in no list before").isEqualTo("revoked");
        assertThat(answer.json().getInt("revoked")).isEqualTo(2);
        assertProblem(http.get("/auth/check/", phone.header()), 401, "Invalid token.");
        assertThat(http.get("/auth/check/", mac.header()).status()).isEqualTo(200);
    }

    @Test
    void rename_answers_the_row_and_refuses_what_is_no_label() {
        Person anna = People.somebody("anna");
        Credential phone = anna.on(http, "iPhone");
        Http.Answer renamed = http.patch("/auth/sessions/" + phone.session() + "/", Map.of("device_label", "  The red one "), phone.header());
        assertThat(renamed.status()).isEqualTo(200);
        assertThat(renamed.json().getString("device_label")).isEqualTo("The red one");
        assertThat(renamed.json().getBoolean("is_current")).isTrue();
        assertThat(http.patch("/auth/sessions/" + phone.session() + "/", Map.of("device_label", "x".repeat(120)), phone.header()).status()).isEqualTo(200);
        Credential timedOut = anna.on(http, "Mac");
        Sql.update("UPDATE session SET last_seen_at = app_now() - interval '2 days' WHERE id = ?", timedOut.session());
        assertProblem(http.patch("/auth/sessions/" + timedOut.session() + "/", Map.of("device_label", "gone"), phone.header()), 404, "Session not found.");
        for (Object bad : new Object[] {"", "   ", "x".repeat(121), 17}) {
            Http.Answer refused = http.patch("/auth/sessions/" + phone.session() + "/", Map.of("device_label", bad), phone.header());
            assertThat(refused.status()).as(String.valueOf(bad)).isEqualTo(400);
            assertThat(refused.json().getJsonArray("device_label")).hasSize(1);
        }
    }

    @Test
    void check_says_to_each_of_many_at_once_who_they_are_and_to_nobody_who_another_is() {
        List<Credential> devices = IntStream.range(0, 8).mapToObj(i -> People.somebody("anna").on(http, "Mac")).toList();
        for (int round = 0; round < 5; round++) {
            List<Http.Answer> answers = Race.atOnce(80, i -> http.get("/auth/check/", devices.get(i % 8).header()));
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).header("X-Auth-Session-Id")).isEqualTo(Long.toString(devices.get(i % 8).session()));
                assertThat(answers.get(i).json().getJsonNumber("session_id").longValue()).isEqualTo(devices.get(i % 8).session());
            }
        }
    }

    @Test
    void check_says_who_and_until_when() {
        Person anna = People.somebody("anna");
        Credential phone = anna.on(http, "iPhone");
        Http.Answer check = http.get("/auth/check/", phone.header());
        assertThat(check.json().getJsonObject("user").getJsonNumber("id").longValue()).isEqualTo(anna.id());
        assertThat(check.json().getJsonObject("user").getString("username")).isEqualTo(anna.username());
        assertThat(check.json().getJsonNumber("session_id").longValue()).isEqualTo(phone.session());
        assertThat(check.header("X-Auth-User-Id")).isEqualTo(Long.toString(anna.id()));
        assertThat(check.header("X-Auth-Username")).isEqualTo(anna.username());
        assertThat(check.header("X-Auth-Session-Id")).isEqualTo(Long.toString(phone.session()));
        Instant expiresAt = Instant.parse(check.json().getString("expires_at"));
        assertThat(Duration.between(Instant.now(), expiresAt)).isBetween(Duration.ofHours(23), Duration.ofHours(25));
        assertProblem(http.get("/auth/check/"), 401, "Authentication credentials were not provided.");
    }

    @Test
    void check_rolls_the_idle_window_and_says_the_earlier_of_the_two_timeouts() {
        Credential phone = People.somebody("anna").on(http, "iPhone");
        for (int hours : new int[] {20, 40, 60}) {
            Sql.clockAhead(Duration.ofHours(hours));
            Http.Answer check = http.get("/auth/check/", phone.header());
            assertThat(check.status()).as("%s hours", hours).isEqualTo(200);
            Duration left = Duration.between(Instant.now().plus(Duration.ofHours(hours)), Instant.parse(check.json().getString("expires_at")));
            assertThat(left).isCloseTo(Duration.ofHours(hours == 60 ? 12 : 24), Duration.ofMinutes(1));
            Eventually.holds("the touch is written", () -> (Boolean) Sql.one("SELECT last_seen_at > app_now() - interval '1 minute' FROM session WHERE id = ?", phone.session()));
        }
        Sql.clockAhead(Duration.ofHours(73));
        assertProblem(http.get("/auth/check/", phone.header()), 401, "Invalid token.");
    }

    @Test
    void the_probe_says_no_to_a_key_that_ended_and_to_a_person_who_is_disabled() {
        Person anna = People.somebody("anna");
        Credential phone = anna.on(http, "iPhone");
        Credential mac = anna.on(http, MAC);
        assertThat(http.post("/auth/logout/", Map.of(), phone.header()).status()).isEqualTo(204);
        assertThat(http.get("/auth/session/", phone.header()).toString()).isEqualTo("200 {\"authenticated\":false}");
        Sql.update("UPDATE users SET is_active = false WHERE id = ?", anna.id());
        Eventually.holds("told", () -> http.get("/auth/session/", mac.header()).toString().equals("200 {\"authenticated\":false}"));
    }

    @Test
    void the_probe_says_who_is_signed_in_and_is_200_whatever_the_credential() {
        Person anna = People.somebody("anna");
        Credential phone = anna.on(http, "iPhone");
        anna.on(http, MAC);
        Http.Answer probe = http.get("/auth/session/", phone.header());
        assertThat(probe.status()).isEqualTo(200);
        assertThat(probe.json().getBoolean("authenticated")).isTrue();
        assertThat(probe.json().getString("token")).isEqualTo(phone.key());
        assertThat(probe.json().getInt("other_sessions_count")).isEqualTo(1);
        assertThat(probe.json().getJsonObject("session").getString("device_label")).isEqualTo("iPhone");
        for (String[] none : new String[][] {{}, {"Authorization", "Token"}, {"Authorization", "Token x"}, {"Authorization", "Token " + "0".repeat(40)}, {"Authorization", "Bearer ntc_x"}}) {
            Http.Answer answer = http.get("/auth/session/", none);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"authenticated\":false}");
        }
        Sql.clockAhead(Duration.ofDays(2));
        assertThat(http.get("/auth/session/", phone.header()).body()).isEqualTo("{\"authenticated\":false}");
    }

    /** A touch is written some tenths of a second later, and those that gather together: when another that came after the probe's would have is there, so would be the probe's. */
    @Test
    void the_probe_does_not_roll_the_idle_window() {
        Person anna = People.somebody("anna");
        Credential phone = anna.on(http, "iPhone");
        Credential mac = anna.on(http, MAC);
        Sql.update("UPDATE session SET last_seen_at = app_now() - interval '20 hours' WHERE user_id = ?", anna.id());
        Object seen = Sql.one("SELECT last_seen_at FROM session WHERE id = ?", phone.session());
        assertThat(http.get("/auth/session/", phone.header()).json().getBoolean("authenticated")).isTrue();
        assertThat(http.get("/auth/check/", mac.header()).status()).isEqualTo(200);
        Eventually.holds("the other's touch is written", () -> (Boolean) Sql.one("SELECT last_seen_at > app_now() - interval '1 hour' FROM session WHERE id = ?", mac.session()));
        assertThat(Sql.one("SELECT last_seen_at FROM session WHERE id = ?", phone.session())).isEqualTo(seen);
    }

    @Test
    void the_probe_waits_for_its_turn_where_a_burst_is_put_off() throws Exception {
        String[] anna = People.somebody("anna").on(http, MAC).header();
        String[] unknown = {"Authorization", "Token " + "0".repeat(40)};
        ExecutorService clients = Executors.newCachedThreadPool();
        try (Connection locking = Sql.connect(); Statement statement = locking.createStatement()) {
            locking.setAutoCommit(false);
            statement.execute("LOCK TABLE profile IN ACCESS EXCLUSIVE MODE"); // who asks for settings holds a place, for half a second and more
            Queue<Http.Answer> told = new ConcurrentLinkedQueue<>();
            List<Future<?>> burst = new ArrayList<>();
            AtomicBoolean over = new AtomicBoolean();
            for (int i = 0; i < 180; i++) {
                burst.add(clients.submit(() -> {
                    while (!over.get()) {
                        told.add(http.get("/settings/", anna));
                    }
                }));
            }
            Eventually.holds("somebody has no place", () -> told.stream().anyMatch(one -> one.body().contains("problem:busy")));
            for (int i = 0; i < 5; i++) {
                assertThat(http.get("/auth/session/", unknown).toString()).isEqualTo("200 {\"authenticated\":false}");
                assertThat(http.get("/auth/session/").toString()).isEqualTo("200 {\"authenticated\":false}");
            }
            over.set(true);
            locking.rollback();
            for (Future<?> one : burst) {
                one.get();
            }
            assertThat(told).allMatch(one -> one.status() == 200 || one.status() == 503 && one.header("Retry-After") != null);
        } finally {
            clients.shutdownNow();
        }
    }
}
