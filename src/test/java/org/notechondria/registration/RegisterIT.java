package org.notechondria.registration;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.notechondria.support.Http;
import org.notechondria.support.MailBox;
import org.notechondria.support.People;
import org.notechondria.support.People.Person;
import org.notechondria.support.Sql;

/** Wire contract, section 5: {@code POST /auth/register/}. */
class RegisterIT extends RegistrationContract {

    @Test
    void it_answers_201_and_mails_a_six_digit_code_with_the_name_that_it_activates() {
        String anna = name("Anna");
        Http.Answer answer = register("\u2003" + anna + " ", " " + address(anna).toUpperCase() + "\u00a0");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("application/json;charset=utf-8");
        JsonObject body = answer.json();
        assertThat(body.keySet()).containsExactlyInAnyOrder("message", "delivery_fallback", "email", "registration_id");
        assertThat(body.getString("message")).isNotBlank();
        assertThat(body.getBoolean("delivery_fallback")).isTrue();
        assertThat(body.getString("email")).isEqualTo(address(anna));
        assertThat(body.getJsonNumber("registration_id").longValueExact()).isBetween(1L, (1L << 53) - 1);
        MailBox.Received mail = mailBox.awaitMailsTo(address(anna), 1).get(0);
        assertThat(mail.recipients()).containsExactly(address(anna));
        assertThat(mail.text()).contains(anna).containsPattern("(?m)^[0-9]{6}\\s*$");
    }

    @Test
    void every_rejected_field_is_named_and_detail_holds_all_in_the_order_of_the_body() {
        Http.Answer answer = http.send("POST", "/auth/register/", "{\"password\": \"short\", \"invitation_code\": \"x\", \"email\": \"nonsense\", \"username\": \"a b\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail().lines()).containsExactly("password: This password is too short. It must contain at least 8 characters.",
                "invitation_code: Invalid invitation code.", "email: Enter a valid email address.", "username: Enter a name of 3 to 150 letters, digits, _ or -.");
        for (String field : List.of("username", "email", "password", "invitation_code")) {
            assertThat(answer.json().getJsonArray(field)).as(field).hasSize(1);
        }
    }

    @Test
    void A02_what_is_missing_null_or_of_another_type_is_a_field_error() {
        for (String body : List.of("{}", "{\"username\":null,\"email\":null,\"password\":null}", "{\"username\":17,\"email\":[],\"password\":{}}", "{\"username\":\"\",\"email\":\" \",\"password\":\"\"}")) {
            Http.Answer answer = http.send("POST", "/auth/register/", body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.json().keySet()).contains("username", "email", "password").doesNotContain("invitation_code");
        }
        assertThat(http.send("POST", "/auth/register/", "{\"invitation_code\":17}").json().getJsonArray("invitation_code").getString(0)).isEqualTo("Not a valid string.");
    }

    @Test
    void a_name_has_3_to_150_ascii_letters_digits_underscores_and_hyphens() {
        for (String good : List.of("A-_9" + name("x"), "x".repeat(150 - 40) + name("y"))) {
            assertThat(register(good, address(name("a"))).status()).as(good).isEqualTo(201);
        }
        for (String bad : List.of("ab", "a".repeat(151), "ann a", "anna!", "änna", "anna@example.org", "анна")) {
            Http.Answer answer = register(bad, address(name("a")));
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.json().getJsonArray("username")).as(bad).hasSize(1);
        }
    }

    @Test
    void a_name_that_is_taken_or_held_is_a_field_error_in_any_case() {
        Person anna = People.somebody("anna");
        String held = name("held");
        registered(held, address(held));
        for (String name : List.of(anna.username().toUpperCase(), held.toUpperCase(), held)) {
            Http.Answer answer = register(name, address(name("other")));
            assertProblem(answer, 400, "username: " + NAME_TAKEN);
            assertThat(answer.json().getJsonArray("username").getString(0)).isEqualTo(NAME_TAKEN);
        }
    }

    @Test
    void a_pending_registration_holds_its_name_until_its_code_expires() {
        String held = name("held");
        registered(held, address(held));
        String code = mailBox.codeFor(address(held)); // before the clock moves: a code that has expired is not mailed
        Sql.clockOfTheTablesAhead(Duration.ofMinutes(9));
        assertThat(register(held, address(name("other"))).status()).isEqualTo(400);
        Sql.clockOfTheTablesAhead(Duration.ofMinutes(10).plusSeconds(1));
        assertThat(register(held, address(name("other"))).status()).isEqualTo(201);
        assertInvalidCode(verify(address(held), code));
    }

    @Test
    void a_password_that_is_the_name_or_the_address_is_refused_in_any_case() {
        String anna = name("Anna-with-a-long-name");
        for (String password : List.of(anna, anna.toUpperCase(), " " + address(anna).toUpperCase())) {
            Http.Answer answer = register(anna, address(anna), Map.of("password", password));
            assertThat(answer.status()).as(password).isEqualTo(400);
            assertThat(answer.json().getJsonArray("password").getString(0)).isEqualTo("This password must differ from the user name and the email address.");
        }
        assertThat(register(anna, address(anna), Map.of("password", "x".repeat(129))).json().getJsonArray("password")).hasSize(1);
    }

    @Test
    void I10_a_taken_address_is_answered_like_any_other_and_its_owner_is_told_instead() {
        Person anna = People.somebody("anna");
        String thief = name("thief");
        Http.Answer known = register(thief, anna.email().toUpperCase());
        Http.Answer unknown = register(name("new"), address(name("new")));
        assertSame(known, unknown);
        assertThat(known.json().getString("email")).isEqualTo(anna.email());
        MailBox.Received told = mailBox.awaitMailsTo(anna.email(), 1).get(0);
        assertThat(told.text()).contains(anna.username()).doesNotContain(thief).doesNotContainPattern("[0-9]{6}\\s*\n");
        assertThat(register(thief, address(name("other"))).status()).as("the name is held alike").isEqualTo(400);
        String code = "registration:" + known.json().getJsonNumber("registration_id");
        assertThat(Sql.count("SELECT count(*) FROM one_time_code WHERE subject = ?", code)).as("a code, at the same cost").isEqualTo(1);
        assertMailsTo(anna.email(), 1);
    }

    @Test
    void I10_a_deactivated_persons_address_is_answered_like_any_other() {
        Person gone = People.somebody("gone");
        Sql.update("UPDATE users SET is_active = false WHERE id = ?", gone.id());
        assertSame(register(name("thief"), gone.email()), register(name("new"), address(name("new"))));
    }

    @Test
    void while_five_wait_a_further_one_is_answered_alike_and_makes_holds_and_mails_nothing() {
        String address = address(name("five"));
        Http.Answer first = register(name("a"), address);
        for (int i = 1; i < 5; i++) {
            registered(name("b"), address);
        }
        mailBox.awaitMailsTo(address, 5);
        String sixth = name("sixth");
        Http.Answer answer = register(sixth, address);
        assertSame(answer, first);
        assertThat(Sql.count("SELECT count(*) FROM registration WHERE email = ?", address)).isEqualTo(5);
        assertMailsTo(address, 5);
        assertThat(register(sixth, address(sixth)).status()).as("the name is free").isEqualTo(201);
        Sql.clockOfTheTablesAhead(Duration.ofMinutes(10).plusSeconds(1));
        registered(name("later"), address);
        mailBox.awaitMailsTo(address, 6);
    }

    @Test
    void five_wait_at_most_also_for_an_address_that_has_an_account() {
        Person anna = People.somebody("anna");
        for (int i = 0; i < 5; i++) {
            registered(name("thief"), anna.email());
        }
        mailBox.awaitMailsTo(anna.email(), 5);
        String sixth = name("sixth");
        registered(sixth, anna.email());
        assertMailsTo(anna.email(), 5);
        assertThat(register(sixth, address(sixth)).status()).isEqualTo(201);
    }

    @Test
    void a_pending_person_can_not_sign_in_and_is_told_what_an_unknown_one_is() {
        String anna = name("anna");
        registered(anna, address(anna));
        Http.Answer unknown = http.post("/auth/login/", Map.of("identifier", name("nobody"), "password", People.PASSWORD));
        for (String identifier : List.of(anna, address(anna))) {
            Http.Answer pending = http.post("/auth/login/", Map.of("identifier", identifier, "password", People.PASSWORD));
            assertThat(pending.status()).isEqualTo(400);
            assertThat(pending.body()).isEqualTo(unknown.body());
        }
    }

    @Test
    void I9_neither_password_nor_code_is_readable_in_the_tables() {
        String anna = name("anna");
        long id = registered(anna, address(anna));
        String code = mailBox.codeFor(address(anna));
        assertThat((String) Sql.one("SELECT password FROM registration WHERE id = ?", id)).startsWith("$argon2id$");
        assertThat((String) Sql.one("SELECT CAST(r AS text) FROM registration r WHERE id = ?", id)).doesNotContain(People.PASSWORD);
        assertThat((byte[]) Sql.one("SELECT digest FROM one_time_code WHERE subject = ?", "registration:" + id)).hasSize(32).isNotEqualTo(code.getBytes());
    }

    @Test
    void A20_fields_that_are_not_asked_for_have_no_effect() {
        String anna = name("anna");
        Http.Answer answer = register(anna, address(anna), Map.of("is_staff", true, "is_superuser", true, "id", 1, "registration_id", 1, "email_verified", true, "created_at", "2000-01-01T00:00:00Z"));
        assertThat(answer.status()).isEqualTo(201);
        JsonObject user = verify(address(anna), mailBox.codeFor(address(anna))).json().getJsonObject("user");
        assertThat(user.getBoolean("is_staff")).isFalse();
        assertThat(user.getBoolean("is_superuser")).isFalse();
        assertThat(user.getInt("id")).isNotEqualTo(1);
    }

    /** Status, members, their types and all that does not differ by nature, and headers. */
    private static void assertSame(Http.Answer one, Http.Answer other) {
        assertThat(one.status()).isEqualTo(other.status()).isEqualTo(201);
        assertThat(one.json().keySet()).isEqualTo(other.json().keySet());
        for (String member : Set.of("message", "delivery_fallback")) {
            assertThat(one.json().get(member)).isEqualTo(other.json().get(member));
        }
        assertThat(one.json().getJsonNumber("registration_id").longValueExact()).isBetween(1L, (1L << 53) - 1);
        assertThat(headers(one)).isEqualTo(headers(other));
    }

    private static Set<String> headers(Http.Answer answer) {
        Set<String> lines = new TreeSet<>();
        answer.headers().map().forEach((name, values) -> lines.add(Set.of("date", "content-length").contains(name.toLowerCase()) ? name : name + values));
        return lines;
    }
}
