package org.notechondria.contract;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.Sql;

/** Wire contract, section 4: a person's sessions, each one visible and revocable. */
class SessionsIT extends ContractTest {
    private static final String MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";

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
    void the_callers_own_comes_first_and_the_others_follow_as_they_were_last_seen_whichever_signed_in_first() {
        Person anna = People.somebody("anna");
        Credential mine = anna.signedIn();
        List<Credential> others = List.of(anna.signedIn(), anna.signedIn(), anna.signedIn());
        List.of(Map.entry(mine, 4), Map.entry(others.get(0), 2), Map.entry(others.get(1), 1), Map.entry(others.get(2), 3))
                .forEach(seen -> Sql.update("UPDATE session SET last_seen_at = app_now() - make_interval(hours => ?) WHERE id = ?", seen.getValue(), seen.getKey().session()));
        assertThat(rowsOf(mine)).extracting(row -> row.getJsonNumber("id").longValue())
                .containsExactly(mine.session(), others.get(1).session(), others.get(0).session(), others.get(2).session());
    }

    /** Without a key whoever reads the list could hash four billion addresses and see which it was. */
    @Test
    void the_prefix_of_the_address_hash_is_that_of_the_row_which_no_hash_of_the_address_alone_is_and_another_for_another_address() throws IOException {
        Person anna = People.somebody("anna");
        Credential here = anna.on(http, "iPhone");
        signInFromAnotherAddress(anna);
        List<JsonObject> rows = rowsOf(here);
        for (JsonObject row : rows) {
            byte[] hash = (byte[]) Sql.one("SELECT client_hash FROM session WHERE id = ?", row.getJsonNumber("id").longValue());
            assertThat(row.getString("ip_hash_prefix")).matches("[0-9a-f]{8}").isEqualTo(HexFormat.of().formatHex(hash).substring(0, 8));
            for (String address : new String[] {"127.0.0.1", "127.0.0.2"}) {
                for (String form : new String[] {"%s", "/%s", "localhost/%s", "%s\n", "::ffff:%s", "0:0:0:0:0:ffff:%s", "::1", "0:0:0:0:0:0:0:1"}) {
                    assertThat(hash).as(form, address).isNotEqualTo(sha256(form.formatted(address).getBytes(StandardCharsets.UTF_8)));
                }
                assertThat(hash).isNotEqualTo(sha256(InetAddress.getByName(address).getAddress()));
            }
        }
        assertThat(rows.stream().map(row -> row.getString("ip_hash_prefix")).distinct()).hasSize(2);
    }

    private static byte[] sha256(byte[] clear) {
        return (byte[]) Sql.one("SELECT sha256(?)", clear);
    }

    private void signInFromAnotherAddress(Person person) throws IOException {
        String body = "{\"identifier\":\"" + person.username() + "\",\"password\":\"" + People.PASSWORD + "\"}";
        try (Socket peer = new Socket(http.root().getHost(), http.root().getPort(), InetAddress.getByName("127.0.0.2"), 0)) {
            peer.getOutputStream().write(("POST /api/v1/auth/login/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(peer.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).startsWith("HTTP/1.1 200 ");
        }
    }

    private List<JsonObject> rowsOf(Credential who) {
        return http.get("/auth/sessions/", who.header()).json().getJsonArray("sessions").getValuesAs(JsonObject.class);
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
        Credential phone = People.somebody("anna").signedIn();
        assertThat(http.delete("/auth/sessions/" + phone.session(), phone.header()).status()).isEqualTo(204);
        assertProblem(http.get("/auth/check/", phone.header()), 401, "Invalid token.");
    }

    @Test
    void A19_somebody_elses_session_and_none_look_the_same() {
        Credential anna = People.somebody("anna").signedIn();
        Credential berta = People.somebody("berta").signedIn();
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
        Credential phone = anna.signedIn();
        Credential mac = anna.signedIn();
        anna.signedIn();
        Credential timedOut = anna.signedIn();
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
        Credential phone = anna.signedIn();
        Http.Answer renamed = http.patch("/auth/sessions/" + phone.session() + "/", Map.of("device_label", "  The red one "), phone.header());
        assertThat(renamed.status()).isEqualTo(200);
        assertThat(renamed.json().getString("device_label")).isEqualTo("The red one");
        assertThat(renamed.json().getBoolean("is_current")).isTrue();
        assertThat(http.patch("/auth/sessions/" + phone.session() + "/", Map.of("device_label", "x".repeat(120)), phone.header()).status()).isEqualTo(200);
        Credential timedOut = anna.signedIn();
        Sql.update("UPDATE session SET last_seen_at = app_now() - interval '2 days' WHERE id = ?", timedOut.session());
        assertProblem(http.patch("/auth/sessions/" + timedOut.session() + "/", Map.of("device_label", "gone"), phone.header()), 404, "Session not found.");
        for (Object bad : new Object[] {"", "   ", "x".repeat(121), 17}) {
            Http.Answer refused = http.patch("/auth/sessions/" + phone.session() + "/", Map.of("device_label", bad), phone.header());
            assertThat(refused.status()).as(String.valueOf(bad)).isEqualTo(400);
            assertThat(refused.json().getJsonArray("device_label")).hasSize(1);
        }
    }
}
