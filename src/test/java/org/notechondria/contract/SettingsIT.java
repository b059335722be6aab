package org.notechondria.contract;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.notechondria.support.Eventually;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Person;
import org.notechondria.support.Sql;

/** Wire contract, section 5: the settings, as JSON. The form with a picture is {@link AvatarsIT}'s, {@code app_settings} are {@link AppSettingsIT}'s. */
class SettingsIT extends SettingsContract {
    private static final int KIB = 1024;

    private String[] apiKey() {
        return new String[] {"Authorization", "Bearer " + http.send("POST", "/auth/rotate-api-key/", null, key).json().getString("api_key")};
    }

    @Test
    void the_settings_are_the_user_of_the_payload_without_id_and_display_name_and_with_the_api_keys_prefix() {
        JsonObject user = anna.signIn(http).getJsonObject("user");
        JsonObject expected = Json.createObjectBuilder(user).remove("id").remove("display_name").add("api_key_prefix", "").build();
        assertThat(settings()).isEqualTo(expected);
        String[] program = apiKey();
        assertThat(settings().getString("api_key_prefix")).isEqualTo(program[1].substring("Bearer ".length(), "Bearer ".length() + 8));
        assertThat(http.get("/settings", program).json()).isEqualTo(settings());
        assertThat(http.get("/settings/").status()).isEqualTo(401);
        assertThat(http.send("PATCH", "/settings/", "{}").status()).isEqualTo(401);
    }

    @Test
    void a_new_profile_has_the_defaults() {
        JsonObject fresh = settings();
        assertThat(fresh.getString("theme_preset")).isEqualTo("teal");
        assertThat(fresh.getString("theme_mode")).isEqualTo("S");
        assertThat(fresh.getString("editor_mode")).isEqualTo("P");
        assertThat(fresh.getString("api_base_url")).isEqualTo("https://accounts.example.org/api/v1");
        assertThat(fresh.isNull("app_settings_updated_at")).isTrue();
    }

    @Test
    void each_field_is_changed_alone_and_the_answer_shows_it() {
        for (String field : List.of("'first_name':'Anna'", "'last_name':'B'", "'motto':'all is well'", "'social_link':'https://example.org/anna'", "'theme_preset':'rose'",
                "'theme_mode':'D'", "'api_base_url':'http://localhost:8000/api/v1'", "'editor_mode':'G'")) {
            JsonObject before = settings();
            JsonObject after = accepted("{" + field + "}");
            String[] parts = field.replace("'", "").split(":", 2);
            assertThat(after.getString(parts[0])).isEqualTo(parts[1]);
            assertThat(Json.createObjectBuilder(after).remove(parts[0]).remove("app_settings").build())
                    .isEqualTo(Json.createObjectBuilder(before).remove(parts[0]).remove("app_settings").build());
        }
        assertThat(anna.signIn(http).getJsonObject("user").getString("display_name")).isEqualTo("Anna B");
        JsonObject emptied = accepted("{'first_name':'','last_name':'','motto':'','social_link':''}");
        assertThat(Stream.of("first_name", "last_name", "motto", "social_link").map(emptied::getString)).containsOnly("");
        accepted("{}");
    }

    @Test
    void every_mode_of_the_theme_and_of_the_editor_is_accepted() {
        for (String mode : List.of("L", "D", "S")) {
            assertThat(accepted("{'theme_mode':'" + mode + "'}").getString("theme_mode")).isEqualTo(mode);
        }
        for (String mode : List.of("G", "B", "P")) {
            assertThat(accepted("{'editor_mode':'" + mode + "'}").getString("editor_mode")).isEqualTo(mode);
        }
    }

    @ParameterizedTest
    @CsvSource({"first_name, 150", "last_name, 150", "motto, 100", "theme_preset, 32"})
    void lengths_are_counted_in_code_points(String field, int most) {
        assertThat(accepted("{'" + field + "':'" + "\ud83d\ude00".repeat(most) + "'}").getString(field)).hasSize(2 * most);
        assertRejected("{'" + field + "':'" + "x".repeat(most + 1) + "'}", field);
    }

    @Test
    void every_rejected_field_is_named_in_the_order_of_the_body_and_nothing_is_kept() {
        Person other = People.somebody("other");
        assertRejected("{'motto':17,'username':'" + other.username() + "','theme_mode':'X','first_name':'kept?','theme_preset':'','editor_mode':'p','social_link':'javascript:alert(1)',"
                + "'email':'new@example.org','api_base_url':'','app_settings':[],'app_settings_updated_at':'yesterday','last_name':null,'avatar':'x'}",
                "motto", "username", "theme_mode", "theme_preset", "editor_mode", "social_link", "email", "api_base_url", "app_settings", "app_settings_updated_at", "last_name", "avatar");
        for (String field : List.of("username", "first_name", "last_name", "email", "motto", "social_link", "theme_preset", "theme_mode", "api_base_url", "editor_mode", "app_settings")) {
            assertRejected("{'" + field + "':null}", field);
            assertRejected("{'" + field + "':17}", field);
        }
        assertThat(send("{'motto':null}").json().getJsonArray("motto").getString(0)).isEqualTo("This field may not be null.");
        assertRejected("{'api_base_url':'ftp://example.org'}", "api_base_url");
        assertRejected("{'motto':'\\u0000'}", "motto");
    }

    @Test
    void A20_fields_that_are_not_settings_have_no_effect() {
        JsonObject before = settings();
        assertThat(accepted("{'id':1,'user_id':1,'is_staff':true,'is_superuser':true,'is_active':false,'display_name':'x','password':'x','email_verified':true,'created_at':'2020-01-01T00:00:00Z',"
                + "'image_url':'https://evil.example/x.png','api_key_prefix':'ntc_evil','credential_version':9}")).isEqualTo(before);
        assertThat(Sql.count("SELECT credential_version FROM users WHERE id = ? AND is_active AND NOT is_staff", anna.id())).isEqualTo(1);
    }

    @Test
    void the_user_name_is_changed_and_the_old_one_is_free_for_another() {
        accepted("{'username':'x-3'}"); // the shortest
        accepted("{'username':'" + "x".repeat(150) + "'}");
        String fresh = "Fresh-" + System.nanoTime();
        assertThat(accepted("{'username':' " + fresh + " '}").getString("username")).isEqualTo(fresh);
        assertThat(http.send("POST", "/auth/login/", "{\"identifier\":\"" + fresh.toLowerCase() + "\",\"password\":\"" + People.PASSWORD + "\"}").status()).isEqualTo(200);
        Eventually.holds("the check tells the new name", () -> fresh.equals(http.get("/auth/check/", key).header("X-Auth-Username")));
        assertThat(accepted("{'username':'" + fresh.toUpperCase() + "'}").getString("username")).isEqualTo(fresh.toUpperCase());
        Person bert = People.somebody("bert");
        assertThat(http.send("PATCH", "/settings/", "{\"username\":\"" + anna.username() + "\"}", bert.signedIn().header()).status()).isEqualTo(200);
        assertRejected("{'username':'" + anna.username().toUpperCase() + "'}", "username");
        assertThat(Sql.count("SELECT count(*) FROM name_claim WHERE user_id IN (?, ?)", anna.id(), bert.id())).isEqualTo(2);
    }

    @Test
    void a_user_name_that_is_held_by_a_pending_registration_or_against_the_rule_is_rejected() {
        String held = "held-" + System.nanoTime();
        Sql.update("INSERT INTO name_claim (folded, registration_id, held_until) VALUES (?, ?, app_now() + interval '10 minutes')", held, System.nanoTime());
        assertRejected("{'username':'" + held + "'}", "username");
        assertThat(send("{'username':'" + held + "'}").json().getJsonArray("username").getString(0)).isEqualTo("A user with that username already exists.");
        for (String wrong : List.of("", "ab", "a b c", "a.b.c", "x".repeat(151), "\u00e4\u00f6\u00fc")) {
            assertRejected("{'username':'" + wrong + "'}", "username");
        }
        Sql.clockAhead(Duration.ofMinutes(11));
        accepted("{'username':'" + held + "'}");
    }

    @Test
    void the_present_user_name_is_accepted_whatever_its_form() {
        String moved = "an.na+" + System.nanoTime() + "@old";
        Sql.update("UPDATE users SET username = ?, username_folded = ? WHERE id = ?", moved, moved, anna.id());
        assertThat(accepted("{'username':'" + moved + "','motto':'x'}").getString("username")).isEqualTo(moved);
    }

    @Test
    void an_api_key_changes_settings_but_not_the_name_that_one_signs_in_with() {
        String[] program = apiKey();
        Http.Answer changed = http.send("PATCH", "/settings/", "{\"motto\":\"by program\",\"username\":\"" + anna.username() + "\"}", program);
        assertThat(changed.json().getString("motto")).isEqualTo("by program");
        for (String name : List.of("another-name-" + System.nanoTime(), anna.username().toUpperCase(), "?")) {
            assertProblem(http.send("PATCH", "/settings/", "{\"motto\":\"x\",\"username\":\"" + name + "\"}", program), 403, "A session is required.");
        }
        assertThat(settings().getString("motto")).isEqualTo("by program");
    }

    @Test
    void the_present_address_is_accepted_in_any_case_and_another_one_points_to_the_call_that_changes_it() {
        assertThat(accepted("{'email':' " + anna.email().toUpperCase() + "\u00a0'}").getString("email")).isEqualTo(anna.email());
        assertRejected("{'email':'new@example.org'}", "email");
        assertRejected("{'email':''}", "email");
        assertThat(send("{'email':'new@example.org'}").detail()).contains("/auth/change-email/");
        Sql.update("UPDATE users SET email = NULL WHERE id = ?", anna.id());
        assertThat(accepted("{'email':''}").getString("email")).isEmpty();
    }

    @Test
    void the_whole_answer_may_be_sent_back() {
        accepted("{'motto':'m','app_settings':{'a':1},'theme_mode':'D'}");
        JsonObject whole = Json.createObjectBuilder(settings()).remove("app_settings_updated_at").build();
        assertThat(Json.createObjectBuilder(accepted(whole.toString())).remove("app_settings_updated_at").build()).isEqualTo(whole);
    }

    @Test
    @Timeout(60)
    void of_many_who_want_one_name_at_once_one_gets_it() throws Exception {
        String wanted = "wanted-" + System.nanoTime();
        List<String[]> keys = Stream.generate(() -> People.somebody("rival").signedIn().header()).limit(6).toList();
        CyclicBarrier start = new CyclicBarrier(keys.size());
        ExecutorService threads = Executors.newFixedThreadPool(keys.size());
        try {
            List<Integer> statuses = new ArrayList<>();
            for (Future<Http.Answer> one : threads.invokeAll(keys.stream().<Callable<Http.Answer>>map(rival -> () -> {
                start.await(20, TimeUnit.SECONDS);
                return http.send("PATCH", "/settings/", "{\"username\":\"" + wanted + "\"}", rival);
            }).toList())) {
                statuses.add(one.get().status());
            }
            assertThat(statuses).containsOnly(200, 400).containsOnlyOnce(200);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void A04_a_body_of_128_KiB_is_read_and_a_larger_one_is_413_announced_or_not() {
        String padding = "{\"unknown\":\"" + "x".repeat(128 * KIB - 14) + "\"}";
        assertThat(padding).hasSize(128 * KIB);
        assertThat(send(padding).status()).isEqualTo(200);
        assertProblem(send(padding + " "), 413, "The body is too large.");
        byte[] tooMuch = (padding + " ").getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> chunked = http.exchange("PATCH", "/api/v1/settings/", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooMuch)), BodyHandlers.ofString(),
                "Content-Type", "application/json", key[0], key[1]);
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertProblem(http.send("POST", "/auth/login/", "{\"unknown\":\"" + "x".repeat(64 * KIB) + "\"}"), 413, "The body is too large.");
    }
}
