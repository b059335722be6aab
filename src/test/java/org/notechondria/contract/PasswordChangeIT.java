package org.notechondria.contract;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
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
import org.notechondria.support.Sql;

/** Wire contract, section 5: identity codes, and the change of a password that takes one. */
class PasswordChangeIT extends ContractTest {
    private static final String NEW_PASSWORD = "amber-heron-47";
    private static final String WRONG_CODE = "Invalid or expired identity code.";
    private static final String WRONG_PASSWORD = "The current password is not correct.";
    private final MailBox mails = MailBox.ofTheDeployment();

    private Http.Answer sendCode(Credential credential) {
        return http.send("POST", "/auth/send-identity-code/", null, credential.header());
    }

    private String codeFor(Person person, Credential credential) {
        assertThat(sendCode(credential).status()).isEqualTo(200);
        return mails.codeFor(person.email());
    }

    private Http.Answer change(Credential credential, String current, String fresh, String code) {
        return http.post("/auth/change-password/", Map.of("current_password", current, "new_password", fresh, "identity_code", code), credential.header());
    }

    private static String otherThan(String code) {
        return (code.charAt(0) == '9' ? '0' : '9') + code.substring(1);
    }

    /** In the shape of a rule error: {@code detail}, and no field. */
    private static void assertDetailAlone(Http.Answer answer, String detail) {
        assertProblem(answer, 400, detail);
        assertThat(answer.json().keySet()).containsExactlyInAnyOrder("type", "title", "status", "detail");
    }

    @Test
    void an_identity_code_goes_to_the_persons_address_which_is_answered_masked() {
        Person anna = People.somebody("anna");
        Credential phone = anna.signedIn();
        JsonObject answer = sendCode(phone).json();
        assertThat(answer.keySet()).containsExactlyInAnyOrder("message", "delivery_fallback", "masked_email");
        assertThat(answer.getString("masked_email")).isEqualTo("a***@example.org");
        assertThat(answer.getBoolean("delivery_fallback")).isTrue();
        assertThat(mails.codeFor(anna.email())).matches("[0-9]{6}");
    }

    @Test
    void a_person_without_an_address_is_told_so() {
        Person anna = People.somebody("anna");
        Credential phone = anna.signedIn();
        Sql.update("UPDATE users SET email = NULL WHERE id = ?", anna.id());
        assertDetailAlone(sendCode(phone), "This account has no email address that a code could be sent to.");
    }

    @Test
    void all_the_persons_sessions_end_and_a_fresh_one_is_minted_for_the_caller() {
        Person anna = People.somebody("anna");
        Credential phone = anna.on(http, "iPhone");
        Credential mac = anna.on(http, "Macintosh");
        Credential berta = People.somebody("berta").on(http, "iPhone");
        String code = codeFor(anna, phone);
        Http.Answer answer = http.post("/auth/change-password/",
                Map.of("current_password", " " + People.PASSWORD + "\u2003", "new_password", "\u00a0" + NEW_PASSWORD + " ", "identity_code", " " + code + " "),
                "Authorization", "Token " + phone.key(), "User-Agent", "Android");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        JsonObject changed = answer.json();
        assertThat(changed.keySet()).containsExactlyInAnyOrder("message", "token", "session");
        assertThat(changed.getJsonObject("session").keySet()).containsExactlyInAnyOrder("id", "device_label", "created_at", "last_seen_at");
        assertThat(changed.getJsonObject("session").getString("device_label")).isEqualTo("Android device");
        long id = changed.getJsonObject("session").getJsonNumber("id").longValue();
        assertProblem(http.get("/auth/check/", phone.header()), 401, "Invalid token.");
        assertProblem(http.get("/auth/check/", mac.header()), 401, "Invalid token.");
        assertThat(http.get("/auth/check/", berta.header()).status()).isEqualTo(200);
        JsonObject check = http.get("/auth/check/", "Authorization", "Token " + changed.getString("token")).json();
        assertThat(check.getJsonNumber("session_id").longValue()).isEqualTo(id);
        assertThat(Sql.one("SELECT string_agg(DISTINCT ended_reason || ' ' || ended_by, ',') FROM session WHERE user_id = ? AND revoked_at IS NOT NULL", anna.id()))
                .isEqualTo("rotated " + phone.session());
        assertThat(Sql.one("SELECT origin FROM session WHERE id = ?", id)).isEqualTo("rotation");
        assertThat(http.post("/auth/login/", Map.of("identifier", anna.username(), "password", People.PASSWORD)).status()).isEqualTo(400);
        assertThat(http.post("/auth/login/", Map.of("identifier", anna.username(), "password", NEW_PASSWORD)).status()).isEqualTo(200);
        assertThat(mails.awaitMailsTo(anna.email(), 2)).extracting(MailBox.Received::subject).contains("Your Notechondria password was changed");
    }

    @Test
    void json_that_calls_itself_text_plain_is_taken_and_a_form_is_not() {
        Person anna = People.somebody("anna");
        Credential phone = anna.signedIn();
        String body = Json.createObjectBuilder().add("current_password", People.PASSWORD).add("new_password", NEW_PASSWORD)
                .add("identity_code", codeFor(anna, phone)).build().toString();
        String token = "Token " + phone.key();
        assertThat(http.send("POST", "/auth/change-password/", body, "Authorization", token, "Content-Type", "application/x-www-form-urlencoded").status()).isEqualTo(415);
        assertThat(http.send("POST", "/auth/change-password/", body, "Authorization", token, "Content-Type", "text/plain;charset=utf-8").status()).isEqualTo(200);
    }

    @Test
    void a_wrong_current_password_is_400_with_detail_and_leaves_the_code_a_try_poorer_but_unspent() {
        Person anna = People.somebody("anna");
        Credential phone = anna.signedIn();
        String code = codeFor(anna, phone);
        assertDetailAlone(change(phone, "wrong-otter-91", NEW_PASSWORD, code), WRONG_PASSWORD);
        assertThat(Sql.count("SELECT tries FROM one_time_code WHERE subject = ? AND purpose = 'IDENTITY'", "user:" + anna.id())).isEqualTo(1);
        assertThat(http.get("/auth/check/", phone.header()).status()).isEqualTo(200);
        assertThat(change(phone, People.PASSWORD, NEW_PASSWORD, code).status()).isEqualTo(200);
    }

    @Test
    void a_wrong_code_is_400_with_detail_and_does_not_tell_whether_the_password_was_right() {
        Person anna = People.somebody("anna");
        Credential phone = anna.signedIn();
        String code = codeFor(anna, phone);
        assertDetailAlone(change(phone, People.PASSWORD, NEW_PASSWORD, otherThan(code)), WRONG_CODE);
        assertDetailAlone(change(phone, "wrong-otter-91", NEW_PASSWORD, otherThan(code)), WRONG_CODE);
        assertThat(http.get("/auth/check/", phone.header()).status()).isEqualTo(200);
        Sql.clockAhead(Duration.ofMinutes(10).plusSeconds(5));
        assertDetailAlone(change(phone, People.PASSWORD, NEW_PASSWORD, code), WRONG_CODE);
    }

    @Test
    void I5_after_five_evaluated_tries_the_right_code_is_worth_nothing_also_when_the_code_was_right_each_time() {
        Person anna = People.somebody("anna");
        Credential phone = anna.signedIn();
        String code = codeFor(anna, phone);
        for (int i = 0; i < 5; i++) {
            assertDetailAlone(change(phone, "wrong-otter-91", NEW_PASSWORD, code), WRONG_PASSWORD);
        }
        assertDetailAlone(change(phone, People.PASSWORD, NEW_PASSWORD, code), WRONG_CODE);
    }

    @Test
    void I5_a_hundred_tries_in_24_hours_are_the_most_whatever_the_number_of_codes() {
        Person anna = People.somebody("anna");
        Credential phone = anna.signedIn();
        Sql.update("INSERT INTO code_budget (person, purpose, tried_at, last_tried_at) VALUES (?, 'IDENTITY', array_fill(app_now() - interval '23 hours', ARRAY[100]), app_now())",
                "user:" + anna.id());
        Http.Answer refused = change(phone, People.PASSWORD, NEW_PASSWORD, codeFor(anna, phone));
        assertProblem(refused, 429, "Too many codes were tried. Try again later.");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(3500, 3600);
    }

    @Test
    void a_spent_code_and_one_of_another_person_are_wrong() {
        Person anna = People.somebody("anna");
        Credential phone = anna.signedIn();
        Credential berta = People.somebody("berta").signedIn();
        String code = codeFor(anna, phone);
        assertDetailAlone(change(berta, People.PASSWORD, NEW_PASSWORD, code), WRONG_CODE);
        JsonObject changed = change(phone, People.PASSWORD, NEW_PASSWORD, code).json();
        Credential fresh = new Credential(changed.getString("token"), changed.getJsonObject("session").getJsonNumber("id").longValue());
        assertDetailAlone(change(fresh, NEW_PASSWORD, "copper-lynx-12", code), WRONG_CODE);
    }

    @Test
    void what_is_wrong_with_the_new_password_is_a_field_error_beside_the_others_and_counts_no_try() {
        Person anna = People.somebody("anna");
        Credential phone = anna.signedIn();
        String code = codeFor(anna, phone);
        for (String refused : List.of("short", "password1", anna.username().toUpperCase(), anna.email(), "x".repeat(129))) {
            Http.Answer answer = change(phone, People.PASSWORD, refused, code);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().getJsonArray("new_password")).as(answer.toString()).hasSize(1);
        }
        Http.Answer several = http.post("/auth/change-password/", Map.of("new_password", "short"), phone.header());
        assertThat(several.json().keySet()).contains("current_password", "new_password", "identity_code");
        assertThat(Sql.count("SELECT tries FROM one_time_code WHERE subject = ? AND purpose = 'IDENTITY'", "user:" + anna.id())).isZero();
    }

    @Test
    void a_person_without_a_password_is_sent_to_the_reset() {
        Person anna = People.somebody("anna");
        Credential phone = anna.signedIn();
        Sql.update("UPDATE users SET password = NULL WHERE id = ?", anna.id());
        assertDetailAlone(change(phone, "whatever-it-is", NEW_PASSWORD, codeFor(anna, phone)), "This account has no password. Set one with a password reset.");
    }

    @Test
    void nobody_signed_in_is_401_on_each_of_the_calls() {
        Map<String, String> body = new HashMap<>(Map.of("current_password", "x", "new_password", NEW_PASSWORD, "identity_code", "123456"));
        for (String path : List.of("/auth/send-identity-code/", "/auth/change-password/", "/auth/change-email/")) {
            assertProblem(http.post(path, body), 401, "Authentication credentials were not provided.");
        }
    }
}
