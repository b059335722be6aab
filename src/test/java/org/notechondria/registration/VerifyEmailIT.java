package org.notechondria.registration;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.notechondria.support.Http;
import org.notechondria.support.MailBox;
import org.notechondria.support.People;
import org.notechondria.support.Sql;

/** Wire contract, section 5: {@code POST /auth/verify-email/}. */
class VerifyEmailIT extends RegistrationContract {

    @Test
    void a_right_code_makes_the_person_and_answers_the_authentication_payload() {
        String anna = name("Anna");
        long id = registered(anna, address(anna));
        Http.Answer answer = http.post("/auth/verify-email/", Map.of("email", " " + address(anna).toUpperCase(), "code", "\u00a0" + mailBox.codeFor(address(anna)) + " "),
                "User-Agent", "Mozilla/5.0 (iPhone)");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        JsonObject payload = answer.json();
        assertThat(payload.keySet()).containsExactlyInAnyOrder("token", "session", "multi_device", "other_sessions_count", "user");
        assertThat(payload.getJsonObject("session").getString("device_label")).isEqualTo("iPhone");
        assertThat(payload.getInt("other_sessions_count")).isZero();
        JsonObject user = payload.getJsonObject("user");
        assertThat(user.getString("username")).isEqualTo(anna);
        assertThat(user.getString("email")).isEqualTo(address(anna));
        assertThat(user.getString("theme_preset")).isEqualTo("teal");
        assertThat(http.get("/auth/check/", "Authorization", "Token " + payload.getString("token")).status()).isEqualTo(200);
        assertThat(Sql.one("SELECT origin FROM session WHERE id = ?", payload.getJsonObject("session").getJsonNumber("id").longValue())).isEqualTo("registration");
        assertThat(Sql.count("SELECT count(*) FROM registration WHERE id = ?", id)).isZero();
        assertThat(Sql.count("SELECT user_id FROM name_claim WHERE folded = ?", anna.toLowerCase())).isEqualTo(user.getJsonNumber("id").longValue());
        assertThat(http.post("/auth/login/", Map.of("identifier", anna, "password", People.PASSWORD)).status()).isEqualTo(200);
        Sql.clockOfTheTablesAhead(Duration.ofHours(1));
        assertThat(register(anna, address(name("other"))).status()).as("the name stays taken").isEqualTo(400);
    }

    @Test
    void the_client_may_name_its_device_and_a_label_of_another_type_fails_nothing() {
        for (Map.Entry<Object, String> label : Map.<Object, String>of("Anna's phone", "Anna's phone", 17, "Web browser").entrySet()) {
            String anna = name("anna");
            registered(anna, address(anna));
            Map<String, Object> body = new HashMap<>(Map.of("email", address(anna), "code", mailBox.codeFor(address(anna)), "device_label", label.getKey()));
            JsonObject session = http.post("/auth/verify-email/", body, "User-Agent", "x").json().getJsonObject("session");
            assertThat(session.getString("device_label")).isEqualTo(label.getValue());
        }
    }

    @Test
    void wrong_spent_expired_and_unknown_are_told_in_one_message() {
        String anna = name("anna");
        registered(anna, address(anna));
        String code = mailBox.codeFor(address(anna));
        assertInvalidCode(verify(address(anna), wrong(code)));
        assertInvalidCode(verify(address(anna), "12 345"));
        assertInvalidCode(verify(address(anna), "١٢٣٤٥٦"));
        assertInvalidCode(verify(address(name("nobody")), code));
        assertThat(verify(address(anna), code).status()).isEqualTo(200);
        assertInvalidCode(verify(address(anna), code));
        String berta = name("berta");
        registered(berta, address(berta));
        String late = mailBox.codeFor(address(berta));
        Sql.clockOfTheTablesAhead(Duration.ofMinutes(10).plusSeconds(1));
        assertInvalidCode(verify(address(berta), late));
        assertThat(Sql.count("SELECT count(*) FROM users WHERE email = ?", address(berta))).isZero();
    }

    @Test
    void A02_what_is_missing_or_of_another_type_is_a_field_error_and_counts_no_try() {
        assertThat(http.send("POST", "/auth/verify-email/", "{}").json().keySet()).contains("email", "code");
        Http.Answer answer = http.send("POST", "/auth/verify-email/", "{\"email\":\"x\",\"code\":123456,\"registration_id\":\"1\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().keySet()).contains("email", "code", "registration_id").doesNotContain("non_field_errors");
    }

    @Test
    void a_stranger_who_registers_my_address_with_a_password_of_his_own_is_never_activated_by_my_code() {
        String anna = name("anna");
        String stranger = name("stranger");
        registered(anna, address(anna));
        String mine = mailBox.codeFor(address(anna));
        assertThat(register(stranger, address(anna), Map.of("password", "the-strangers-own-93")).status()).isEqualTo(201);
        JsonObject user = verify(address(anna), mine).json().getJsonObject("user");
        assertThat(user.getString("username")).isEqualTo(anna);
        assertThat(http.post("/auth/login/", Map.of("identifier", address(anna), "password", People.PASSWORD)).status()).isEqualTo(200);
        assertThat(http.post("/auth/login/", Map.of("identifier", address(anna), "password", "the-strangers-own-93")).status()).isEqualTo(400);
        assertThat(Sql.count("SELECT count(*) FROM users WHERE username = ?", stranger)).isZero();
    }

    @Test
    void of_two_registrations_of_an_address_each_code_is_good_until_one_is_used_and_the_second_is_then_400() {
        String first = name("first");
        String second = name("second");
        String address = address(first);
        long firstId = registered(first, address);
        registered(second, address);
        List<MailBox.Received> mails = mailBox.awaitMailsTo(address, 2);
        assertThat(verify(address, codeFor(second, mails)).json().getJsonObject("user").getString("username")).isEqualTo(second);
        assertInvalidCode(verify(address, codeFor(first, mails)));
        assertInvalidCode(verify(address, codeFor(first, mails), firstId));
        assertThat(Sql.count("SELECT count(*) FROM users WHERE email = ?", address)).isEqualTo(1);
        assertThat(Sql.count("SELECT count(*) FROM users WHERE username = ?", first)).isZero();
        assertThat(Sql.count("SELECT count(*) FROM session s JOIN users u ON u.id = s.user_id WHERE u.email = ?", address)).isEqualTo(1);
    }

    @Test
    void with_a_registration_id_only_that_registrations_code_is_compared() {
        String first = name("first");
        String second = name("second");
        String address = address(first);
        long firstId = registered(first, address);
        long secondId = registered(second, address);
        List<MailBox.Received> mails = mailBox.awaitMailsTo(address, 2);
        assertInvalidCode(verify(address, codeFor(first, mails), secondId));
        assertThat(triesOf(firstId)).isZero();
        assertThat(triesOf(secondId)).isEqualTo(1);
        assertInvalidCode(verify(address, codeFor(first, mails), 1));
        assertInvalidCode(verify(address(name("other")), codeFor(first, mails), firstId));
        assertThat(triesOf(firstId)).isZero();
        assertThat(verify(address, codeFor(first, mails), firstId).json().getJsonObject("user").getString("username")).isEqualTo(first);
    }

    @Test
    void I5_a_code_is_compared_five_times() {
        String anna = name("anna");
        registered(anna, address(anna));
        String code = mailBox.codeFor(address(anna));
        for (int i = 0; i < 5; i++) {
            assertInvalidCode(verify(address(anna), wrong(code)));
        }
        assertInvalidCode(verify(address(anna), code));
    }

    @Test
    void I5_after_a_hundred_tries_for_an_address_every_further_one_is_429_whether_or_not_somebody_registers_there() {
        String anna = name("anna");
        registered(anna, address(anna));
        String code = mailBox.codeFor(address(anna));
        for (String address : List.of(address(anna), address(name("nobody")))) {
            for (int i = 0; i < 100; i++) {
                assertThat(verify(address, wrong(code)).status()).isEqualTo(400);
            }
            Http.Answer refused = verify(address.toUpperCase(), code);
            assertProblem(refused, 429, "Too many codes were tried. Try again later.");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(80_000, 86_400);
        }
        assertThat(Sql.count("SELECT count(*) FROM code_budget WHERE person LIKE '%' || ? || '%'", anna)).as("no address is readable").isZero();
    }

    @Test
    void even_a_right_code_activates_nothing_once_the_address_has_an_account_and_nothing_is_half_done() {
        String late = name("late");
        long id = registered(late, address(late));
        String code = mailBox.codeFor(address(late));
        People.Person anna = People.somebody("anna");
        Sql.update("UPDATE users SET email = ? WHERE id = ?", address(late), anna.id());
        assertInvalidCode(verify(address(late), code));
        assertThat(Sql.count("SELECT count(*) FROM users WHERE username = ?", late)).isZero();
        assertThat(Sql.count("SELECT count(*) FROM registration WHERE id = ?", id)).isEqualTo(1);
        assertThat(Sql.count("SELECT count(*) FROM one_time_code WHERE subject = ? AND spent_at IS NULL", "registration:" + id)).isEqualTo(1);
        assertThat(Sql.count("SELECT count(*) FROM session WHERE user_id = ?", anna.id())).isZero();
    }

    private static long triesOf(long registrationId) {
        return Sql.count("SELECT tries FROM one_time_code WHERE subject = ?", "registration:" + registrationId);
    }
}
