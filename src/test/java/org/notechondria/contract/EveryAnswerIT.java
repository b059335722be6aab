package org.notechondria.contract;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
import org.notechondria.support.MailBox;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.Routes;
import org.notechondria.support.Routes.Route;
import org.notechondria.support.Sql;

/** Wire contract: its opening sentences and section 2, which hold for every call alike. */
class EveryAnswerIT extends ContractTest {

    @Test
    void the_same_path_without_its_slash_answers_the_same_way_on_every_call() {
        for (Route route : Routes.ALL) {
            String[] anna = People.somebody("anna").signedIn().header();
            String path = route.withNobodysId().replaceAll("/$", "");
            Http.Answer answer = http.send(route.method(), path, route.takesBody() ? "{}" : null, anna);
            assertThat(answer.status()).as("%s: %s", route, answer).isEqualTo(route.status());
        }
    }

    @Test
    void any_accept_is_answered_on_every_call() {
        for (Route route : Routes.ALL) {
            for (String accept : new String[] {"text/html", "application/xml;q=0.9", "image/png", "nonsense", "application/json;charset=iso-8859-1"}) {
                Http.Answer answer = http.send(route.method(), route.withNobodysId(), route.takesBody() ? "{}" : null, "Accept", accept);
                assertThat(answer.status()).as("%s %s: %s", route, accept, answer).isNotEqualTo(406).isLessThan(500);
                assertThat(answer.header("Content-Type")).as("%s %s", route, accept).containsIgnoringCase("json;charset=utf-8");
            }
        }
    }

    @Test
    void A02_where_no_body_is_asked_one_of_any_kind_is_ignored() {
        for (String type : new String[] {"application/x-www-form-urlencoded", "*/*", "application/*", "what is this", "text/plain"}) {
            String[] phone = People.somebody("anna").signedIn().header();
            assertThat(http.send("GET", "/auth/session/", "a=1", "Content-Type", type).status()).as(type).isEqualTo(200);
            assertThat(http.send("GET", "/auth/check/", "a=1", phone[0], phone[1], "Content-Type", type).status()).as(type).isEqualTo(200);
            assertThat(http.send("DELETE", "/auth/sessions/", "a=1", phone[0], phone[1], "Content-Type", type).status()).as(type).isEqualTo(200);
            assertThat(http.send("POST", "/auth/logout/", "a=1", phone[0], phone[1], "Content-Type", type).status()).as(type).isEqualTo(204);
            assertThat(http.get("/auth/check/", phone).status()).as(type).isEqualTo(401);
        }
    }

    @Test
    void ids_are_json_integers_and_times_carry_their_offset() {
        Person anna = People.somebody("anna");
        JsonObject payload = anna.signIn(http);
        String[] key = {"Authorization", "Token " + payload.getString("token")};
        Http.Answer registered = http.post("/auth/register/", Map.of("username", "r" + Long.toString(System.nanoTime(), 36), "email", anna.username() + "@r.example.org", "password", People.PASSWORD));
        http.patch("/settings/", Map.of("app_settings", Map.of("x", 1)), key);
        List<JsonValue> answers = new ArrayList<>(List.of(payload, registered.json()));
        for (String path : new String[] {"/auth/session/", "/auth/sessions/", "/auth/check/", "/settings/", "/ping/"}) {
            answers.add(http.get(path, key).json());
        }
        Map<String, Integer> seen = new HashMap<>();
        answers.forEach(answer -> walk(answer, seen));
        assertThat(seen).containsKeys("id", "current_session_id", "session_id", "registration_id", "created_at", "last_seen_at", "expires_at", "app_settings_updated_at", "timestamp");
    }

    private static void walk(JsonValue value, Map<String, Integer> seen) {
        if (value instanceof JsonArray array) {
            array.forEach(item -> walk(item, seen));
        } else if (value instanceof JsonObject object) {
            object.forEach((name, member) -> {
                assertThat(name).matches("[a-z0-9_]+");
                seen.merge(name, 1, Integer::sum);
                if (name.equals("id") || name.endsWith("_id")) {
                    assertThat(member).as(name).isInstanceOf(JsonNumber.class);
                    assertThat(member.toString()).as(name).matches("[0-9]{1,16}");
                } else if (name.endsWith("_at") || name.equals("timestamp")) {
                    OffsetDateTime time = member == JsonValue.NULL ? OffsetDateTime.MIN : OffsetDateTime.parse(((JsonString) member).getString());
                    assertThat(time.getNano() % 1000).as(name + " at the microsecond").isZero();
                } else {
                    walk(member, seen);
                }
            });
        }
    }

    @Test
    void times_are_shown_at_the_microsecond_that_is_stored() {
        Credential anna = People.somebody("anna").signedIn();
        Sql.update("UPDATE session SET created_at = date_trunc('second', app_now()) - interval '1 hour' + interval '123456 microseconds' WHERE id = ?", anna.session());
        JsonObject row = http.get("/auth/sessions/", anna.header()).json().getJsonArray("sessions").getJsonObject(0);
        assertThat(OffsetDateTime.parse(row.getString("created_at")).getNano()).isEqualTo(123_456_000);
        assertThat(OffsetDateTime.parse(row.getString("last_seen_at")).getNano() % 1000).isZero();
    }

    @Test
    void no_string_of_the_user_is_ever_null() {
        Person anna = People.somebody("anna");
        Sql.update("UPDATE users SET email = NULL WHERE id = ?", anna.id());
        JsonObject user = anna.signIn(http).getJsonObject("user");
        assertThat(user.getString("email")).isEmpty();
        user.forEach((name, value) -> assertThat(value == JsonValue.NULL).as(name).isEqualTo(name.equals("app_settings_updated_at")));
    }

    @Test
    void the_display_name_is_first_and_last_name_or_the_username_when_both_are_empty() {
        Person anna = People.somebody("anna");
        String[] key = anna.signedIn().header();
        assertThat(displayName(key)).isEqualTo(anna.username());
        http.patch("/settings/", Map.of("first_name", "Anna"), key);
        assertThat(displayName(key)).isEqualTo("Anna");
        http.patch("/settings/", Map.of("last_name", "B\u00e9la"), key);
        assertThat(displayName(key)).isEqualTo("Anna B\u00e9la");
        http.patch("/settings/", Map.of("first_name", ""), key);
        assertThat(displayName(key)).isEqualTo("B\u00e9la");
    }

    private String displayName(String[] key) {
        return http.get("/auth/session/", key).json().getJsonObject("user").getString("display_name");
    }

    @Test
    void the_device_label_is_guessed_from_the_whole_user_agent_first_match_wins() {
        Person anna = People.somebody("anna");
        Map<String, String> guesses = Map.of("", "Unknown device", "Mozilla/5.0 (iPhone; CPU like Mac OS X)", "iPhone", "Mozilla/5.0 (iPad; CPU OS 17 like Mac OS X)", "iPad", "Dalvik/2.1 (Linux; U; ANDROID 14)", "Android device",
                "Mozilla/5.0 (X11; Linux x86_64)", "Linux", "Mozilla/5.0 (WINDOWS NT 10.0)", "Windows PC", "curl/8.0", "Web browser", "Darwin mac os x", "Mac", "x".repeat(600) + " iPhone", "iPhone");
        guesses.forEach((agent, label) -> assertThat(anna.signIn(http, "User-Agent", agent).getJsonObject("session").getString("device_label")).as(agent).isEqualTo(label));
        assertThat(Sql.count("SELECT max(length(user_agent)) FROM session WHERE user_id = ?", anna.id())).isEqualTo(512);
    }

    @Test
    void unknown_fields_are_ignored() {
        Person anna = People.somebody("anna");
        assertThat(http.post("/auth/login/", Map.of("identifier", anna.username(), "password", People.PASSWORD, "anything", Map.of("deep", List.of(1)))).status()).isEqualTo(200);
    }

    @Test
    void a_rejected_body_lists_every_field_as_arrays_of_strings_and_detail_in_the_order_of_the_body() {
        Http.Answer answer = http.send("POST", "/auth/password-reset/confirm/", "{\"password\":1,\"code\":[],\"email\":\"x\"}");
        JsonObject body = answer.json();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(body.getString("type")).startsWith("urn:");
        assertThat(body.getString("title")).isEqualTo("Bad Request");
        assertThat(body.getInt("status")).isEqualTo(400);
        assertThat(body.getString("detail").lines().map(line -> line.replaceAll(":.*", ""))).containsExactly("password", "code", "email");
        for (String field : new String[] {"password", "code", "email"}) {
            assertThat(body.getJsonArray(field)).isNotEmpty().allSatisfy(message -> assertThat(message).isInstanceOf(JsonString.class));
        }
    }

    @Test
    void a_session_answers_the_key_that_was_sent_and_mints_nothing_at_the_probe() {
        Person anna = People.somebody("anna");
        Credential mac = anna.signedIn();
        JsonObject probe = http.get("/auth/session/", mac.header()).json();
        assertThat(probe.getString("token")).isEqualTo(mac.key());
        assertThat(probe.getBoolean("authenticated")).isTrue();
        assertThat(Sql.count("SELECT count(*) FROM session WHERE user_id = ?", anna.id())).isEqualTo(1);
        for (String bad : new String[] {"Token", "Token x", "Token " + "0".repeat(40), "Bearer ntc_" + "0".repeat(32), "Bearer x", "Basic YTpi", "nonsense", ""}) {
            assertThat(http.get("/auth/session/", "Authorization", bad).body()).as(bad).isEqualTo("{\"authenticated\":false}");
        }
    }

    @Test
    void white_space_around_a_user_name_and_the_passwords_of_a_registration_and_a_change_is_trimmed() {
        MailBox mailBox = MailBox.ofTheDeployment();
        String name = "anna-" + Long.toString(System.nanoTime(), 36);
        String email = name + "@example.org";
        assertThat(http.post("/auth/register/", Map.of("username", "\u2003" + name + "\n", "email", email, "password", " velvet-otter-91\u00a0")).status()).isEqualTo(201);
        JsonObject signedIn = http.post("/auth/verify-email/", Map.of("email", email, "code", mailBox.codeFor(email))).json();
        assertThat(signedIn.getJsonObject("user").getString("username")).isEqualTo(name);
        String[] key = {"Authorization", "Token " + signedIn.getString("token")};
        http.send("POST", "/auth/send-identity-code/", null, key);
        assertThat(http.post("/auth/change-password/", Map.of("current_password", "\tvelvet-otter-91 ", "new_password", "\u3000copper-heron-17 ",
                "identity_code", " " + mailBox.codeFor(email, 2) + "\u2003"), key).status()).isEqualTo(200);
        assertThat(http.post("/auth/login/", Map.of("identifier", name, "password", "copper-heron-17")).status()).isEqualTo(200);
    }

    @Test
    void white_space_around_a_code_an_address_and_a_password_is_trimmed() {
        Person anna = People.somebody("anna");
        MailBox mailBox = MailBox.ofTheDeployment();
        assertThat(http.post("/auth/password-reset/", Map.of("email", "\u2003" + anna.email().toUpperCase() + "\u00a0")).json().getString("email")).isEqualTo(anna.email());
        String code = mailBox.codeFor(anna.email());
        assertThat(http.post("/auth/password-reset/confirm/", Map.of("email", " " + anna.email() + "\t", "code", "\u3000" + code + "\n", "password", " copper-heron-17\u2028")).status()).isEqualTo(200);
        assertThat(http.post("/auth/login/", Map.of("identifier", anna.username(), "password", "copper-heron-17")).status()).isEqualTo(200);
    }

    @Test
    void the_error_of_a_cross_origin_request_can_be_read_by_the_page_that_sent_it() {
        for (Http.Answer answer : List.of(http.get("/auth/check/", "Origin", "https://app.example.org"), http.get("/nothing/", "Origin", "https://app.example.org"),
                http.send("POST", "/auth/login/", "x".repeat(70_000), "Origin", "https://app.example.org"))) {
            assertThat(answer.status()).isGreaterThanOrEqualTo(400);
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example.org");
            assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();
            assertThat(answer.headers().allValues("Vary")).contains("Origin");
        }
    }
}
