package org.notechondria.attack;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.FormBody;
import org.notechondria.support.Http;
import org.notechondria.support.MailBox;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.Pictures;
import org.notechondria.support.RawHttp;
import org.notechondria.support.Sql;

/** What a request says of itself is not believed: the host it was sent to, whom it comes from, what the person is, and text that is more than text. */
class ForgedRequestsIT extends ContractTest {
    private static final String PUBLIC_URL = "https://accounts.example.org/";
    private static final String EVIL = "Host: evil.example.net\r\nForwarded: for=6.6.6.6;host=evil.example.net;proto=http\r\nX-Forwarded-Host: evil.example.net\r\nX-Forwarded-Proto: http\r\n"
            + "X-Forwarded-Server: evil.example.net\r\nX-Forwarded-Prefix: /evil\r\nX-Original-URL: /api/v1/auth/session/\r\nX-Rewrite-URL: /api/v1/auth/session/\r\nX-Host: evil.example.net\r\n";
    private final MailBox mailBox = MailBox.ofTheDeployment();

    @Test
    void A14_mails_hold_no_address_of_a_host_that_the_request_named() {
        String name = freshName();
        String email = name + "@example.org";
        assertThat(forged("POST", "/auth/register/", Json.createObjectBuilder().add("username", name).add("email", email).add("password", People.PASSWORD).build().toString()).status()).isEqualTo(201);
        Person anna = People.somebody("anna");
        assertThat(forged("POST", "/auth/password-reset/", "{\"email\":\"" + anna.email() + "\"}").status()).isEqualTo(200);
        for (String address : new String[] {email, anna.email()}) {
            for (MailBox.Received mail : mailBox.awaitMailsTo(address, 1)) {
                assertThat(mail.text() + mail.html()).doesNotContain("evil").doesNotContain("6.6.6.6");
                assertThat((mail.text() + mail.html()).replace(PUBLIC_URL, "")).doesNotContain("http://").doesNotContain("https://");
            }
        }
    }

    @Test
    void A14_image_url_and_api_base_url_begin_with_the_public_url_whatever_the_request_says() {
        Credential anna = People.somebody("anna").signedIn();
        FormBody form = new FormBody().file("avatar", "a.png", Pictures.png(4, 4, false));
        assertThat(http.exchange("PATCH", "/api/v1/settings/", BodyPublishers.ofByteArray(form.bytes()), BodyHandlers.ofString(),
                "Authorization", anna.header()[1], "Content-Type", form.contentType(), "X-Forwarded-Host", "evil.example.net").statusCode()).isEqualTo(200);
        String request = "GET /api/v1/settings/ HTTP/1.1\r\n" + EVIL + "Authorization: " + anna.header()[1] + "\r\n\r\n";
        JsonObject settings = RawHttp.once(http.root(), request).orElseThrow().json();
        assertThat(settings.getString("image_url")).startsWith(PUBLIC_URL);
        assertThat(settings.getString("api_base_url")).startsWith(PUBLIC_URL);
        assertThat(settings.toString()).doesNotContain("evil");
    }

    @Test
    void A08_whom_a_request_comes_from_is_the_peer_while_no_proxy_is_trusted() {
        Person anna = People.somebody("anna");
        Credential plain = anna.on(http, "Mac");
        for (String header : new String[] {"X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Client-IP", "CF-Connecting-IP", "True-Client-IP"}) {
            anna.signIn(http, header, header.equals("Forwarded") ? "for=6.6.6.6" : "6.6.6.6");
        }
        assertThat(http.get("/auth/sessions/", plain.header()).json().getJsonArray("sessions").getValuesAs(JsonObject.class))
                .hasSize(7).extracting(row -> row.getString("ip_hash_prefix")).containsOnly(prefixOf(plain));
    }

    @Test
    void A20_fields_that_nobody_is_asked_for_have_no_effect_on_registration_verification_and_sign_in() {
        String name = freshName();
        String email = name + "@example.org";
        assertThat(http.post("/auth/register/", with(Map.of("username", name, "email", email, "password", People.PASSWORD))).status()).isEqualTo(201);
        assertThat(http.post("/auth/login/", with(Map.of("identifier", name, "password", People.PASSWORD))).status()).as("not verified").isEqualTo(400);
        JsonObject verified = http.post("/auth/verify-email/", with(Map.of("email", email, "code", mailBox.codeFor(email)))).json();
        JsonObject signedIn = http.post("/auth/login/", with(Map.of("identifier", name, "password", People.PASSWORD))).json();
        for (JsonObject payload : new JsonObject[] {verified, signedIn}) {
            JsonObject user = payload.getJsonObject("user");
            assertThat(user.getBoolean("is_staff")).isFalse();
            assertThat(user.getBoolean("is_superuser")).isFalse();
            assertThat(user.getJsonNumber("id").longValueExact()).isNotEqualTo(1).isNotEqualTo(17);
            assertThat(payload.getString("token")).isNotEqualTo("0".repeat(40));
        }
        assertUnraised(verified.getJsonObject("user").getInt("id"));
    }

    @Test
    void A20_nor_on_the_settings_as_json_and_as_a_form() {
        Person anna = People.somebody("anna");
        Credential mac = anna.signedIn();
        assertThat(http.patch("/settings/", with(Map.of("motto", "hello")), mac.header()).json().getString("motto")).isEqualTo("hello");
        FormBody form = new FormBody().text("motto", "again").text("is_staff", "true").text("is_superuser", "true").text("id", "1").text("user_id", "1").text("email_verified", "true").text("password", "x");
        assertThat(http.send("PATCH", "/settings/", new String(form.bytes(), StandardCharsets.UTF_8), "Authorization", mac.header()[1], "Content-Type", form.contentType()).status()).isEqualTo(200);
        assertUnraised(anna.id());
        assertThat(http.patch("/auth/sessions/" + mac.session() + "/", with(Map.of("device_label", "x")), mac.header()).json().getJsonNumber("id").longValue()).isEqualTo(mac.session());
        anna.signIn(http);
    }

    @Test
    void A21_a_user_name_that_is_more_than_a_name_is_refused() {
        for (String bad : new String[] {"<script>alert(1)</script>", "anna\r\nBcc: x@example.org", "anna\u001b[31m", "anna\u202egnp", "anna\u200b", "\u0430nna", "anna anna", "an/na", "..", "anna@example.org", "${jndi:x}", "%0d%0a", "anna\u0000"}) {
            Http.Answer answer = http.post("/auth/register/", Map.of("username", bad, "email", freshName() + "@example.org", "password", People.PASSWORD));
            assertThat(answer.status()).as("%s: %s", bad, answer).isEqualTo(400);
            assertThat(answer.json()).containsKey("username");
        }
    }

    @Test
    void A21_an_address_with_more_than_one_address_in_it_is_refused() {
        for (String bad : new String[] {"a@example.org\r\nBcc: b@example.org", "a@example.org,b@example.org", "a@example.org b@example.org", "a@example.org>\r\n", "<a@example.org>", "A <a@example.org>", "a\u0000@example.org", "a@exam\u202eple.org", "a@@example.org",
                "a;b@example.org\nb@example.org", "\"a\r\nb\"@example.org"}) {
            for (String path : new String[] {"/auth/password-reset/", "/auth/resend-verification/"}) {
                Http.Answer answer = http.post(path, Map.of("email", bad));
                assertThat(answer.status()).as("%s %s: %s", path, bad, answer).isEqualTo(400);
            }
        }
    }

    @Test
    void A21_markup_in_names_is_text_in_json_and_control_characters_are_kept_out_of_labels_and_user_agents() {
        Person anna = People.somebody("anna");
        String markup = "<img src=x onerror=alert(1)>&\"'";
        String raw = "{\"identifier\":\"" + anna.username() + "\",\"password\":\"" + People.PASSWORD + "\",\"device_label\":\"<b>\\r\\nx\\u001b[31m\\u202e\\u2028end\"}";
        String agent = "<script>\tevil</script>";
        String request = "POST /api/v1/auth/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nUser-Agent: " + agent + "\r\nContent-Length: " + raw.length() + "\r\n\r\n" + raw;
        assertThat(RawHttp.once(http.root(), request.replace("evil", "\u001b[2Jevil")).orElseThrow().status()).as("the parser lets no escape into a header").isEqualTo(400);
        JsonObject payload = RawHttp.once(http.root(), request).orElseThrow().json();
        String[] key = {"Authorization", "Token " + payload.getString("token")};
        assertThat(payload.getJsonObject("session").getString("device_label")).isEqualTo("<b>x[31mend");
        JsonObject row = http.get("/auth/sessions/", key).json().getJsonArray("sessions").getJsonObject(0);
        assertThat(row.getString("user_agent")).startsWith("<script>").endsWith("evil</script>");
        assertThat(row.getString("user_agent").chars()).noneMatch(Character::isISOControl);
        Http.Answer settings = http.patch("/settings/", Map.of("first_name", markup, "motto", markup), key);
        assertThat(settings.json().getString("first_name")).isEqualTo(markup);
        assertThat(settings.header("Content-Type")).isEqualToIgnoringCase("application/json;charset=utf-8");
    }

    @Test
    void A21_a_mail_goes_to_one_recipient_and_shows_a_persons_name_as_text() {
        Person anna = People.somebody("anna");
        Sql.update("UPDATE users SET username = ?, first_name = ? WHERE id = ?", "<b>x" + anna.id(), "<script>", anna.id());
        assertThat(http.post("/auth/password-reset/", Map.of("email", anna.email())).status()).isEqualTo(200);
        MailBox.Received mail = mailBox.awaitMailsTo(anna.email(), 1).get(0);
        assertThat(mail.recipients()).containsExactly(anna.email());
        assertThat(mail.html()).doesNotContain("<b>x").doesNotContain("<script");
    }

    private static void assertUnraised(long userId) {
        assertThat(Sql.count("SELECT count(*) FROM users WHERE id = ? AND NOT is_staff AND NOT is_superuser AND is_active AND created_at > app_now() - interval '1 day'", userId)).isEqualTo(1);
    }

    private static Map<String, Object> with(Map<String, ?> body) {
        Map<String, Object> all = new HashMap<>(Map.of("is_staff", true, "is_superuser", true, "is_active", false, "id", 1, "user_id", 17, "email_verified", true, "token", "0".repeat(40)));
        all.putAll(Map.of("created_at", "1999-01-01T00:00:00Z", "credential_version", 99, "session", Map.of("id", 1), "user", Map.of("is_staff", true)));
        all.putAll(body);
        return all;
    }

    private String prefixOf(Credential credential) {
        List<String> prefixes = new ArrayList<>();
        http.get("/auth/sessions/", credential.header()).json().getJsonArray("sessions").getValuesAs(JsonObject.class).stream()
                .filter(row -> row.getBoolean("is_current")).forEach(row -> prefixes.add(row.getString("ip_hash_prefix")));
        return prefixes.get(0);
    }

    private Http.Answer forged(String method, String path, String body) {
        return RawHttp.once(http.root(), method + " /api/v1" + path + " HTTP/1.1\r\n" + EVIL + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).orElseThrow();
    }

    private static String freshName() {
        return "f" + Long.toString(System.nanoTime(), 36);
    }
}
