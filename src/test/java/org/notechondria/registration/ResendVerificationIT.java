package org.notechondria.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.notechondria.support.Http;
import org.notechondria.support.MailBox;
import org.notechondria.support.People;
import org.notechondria.support.People.Person;
import org.notechondria.support.Race;
import org.notechondria.support.Sql;

/** Wire contract, section 5: {@code POST /auth/resend-verification/}. */
class ResendVerificationIT extends RegistrationContract {

    @Test
    void I10_the_answer_is_the_same_for_every_address() {
        String pending = name("pending");
        registered(pending, address(pending));
        Person anna = People.somebody("anna");
        Person target = People.somebody("target");
        registered(name("thief"), target.email());
        Sql.clockAhead(Duration.ofSeconds(61));
        Http.Answer unknown = resend(address(name("nobody")));
        assertThat(unknown.status()).isEqualTo(200);
        assertThat(unknown.json().keySet()).containsExactlyInAnyOrder("message", "delivery_fallback");
        assertThat(unknown.json().getBoolean("delivery_fallback")).isTrue();
        for (String address : List.of(address(pending), address(pending), anna.email(), target.email(), " " + anna.email().toUpperCase())) {
            Http.Answer answer = resend(address);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(unknown.body());
            assertThat(answer.headers().map().keySet()).isEqualTo(unknown.headers().map().keySet());
        }
    }

    @Test
    void what_is_no_address_is_a_field_error() {
        for (String body : List.of("{}", "{\"email\":7}", "{\"email\":\"x\"}")) {
            Http.Answer answer = http.send("POST", "/auth/resend-verification/", body);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().getJsonArray("email")).hasSize(1);
        }
    }

    @Test
    void each_pending_registration_gets_a_fresh_code_and_a_mail_of_its_own_and_the_earlier_codes_end() {
        String first = name("first");
        String second = name("second");
        String address = address(first);
        registered(first, address);
        registered(second, address);
        List<MailBox.Received> before = mailBox.awaitMailsTo(address, 2);
        Sql.clockAhead(Duration.ofSeconds(61));
        resend(address.toUpperCase());
        List<MailBox.Received> fresh = mailBox.awaitMailsTo(address, 4).stream().filter(mail -> before.stream().noneMatch(old -> old.file().equals(mail.file()))).toList();
        assertThat(fresh).hasSize(2).allSatisfy(mail -> assertThat(mail.recipients()).containsExactly(address));
        assertThat(codeFor(first, fresh)).as("one in a million").isNotEqualTo(codeFor(first, before));
        assertInvalidCode(verify(address, codeFor(first, before)));
        assertThat(verify(address, codeFor(first, fresh)).json().getJsonObject("user").getString("username")).isEqualTo(first);
    }

    @Test
    void within_a_minute_of_the_registration_nothing_is_mailed_and_the_code_stands() {
        String anna = name("anna");
        registered(anna, address(anna));
        String code = mailBox.codeFor(address(anna));
        resend(address(anna));
        Sql.clockAhead(Duration.ofSeconds(40));
        resend(address(anna));
        assertMailsTo(address(anna), 1);
        assertThat(verify(address(anna), code).status()).isEqualTo(200);
    }

    @Test
    void the_minute_counts_from_the_last_registration_of_the_address_for_all_of_them() {
        String anna = name("anna");
        registered(anna, address(anna));
        Sql.clockAhead(Duration.ofSeconds(50));
        registered(name("second"), address(anna));
        mailBox.awaitMailsTo(address(anna), 2);
        Sql.clockAhead(Duration.ofSeconds(90));
        resend(address(anna));
        assertMailsTo(address(anna), 2);
        Sql.clockAhead(Duration.ofSeconds(111));
        resend(address(anna));
        mailBox.awaitMailsTo(address(anna), 4);
    }

    @Test
    void the_minute_counts_from_the_last_resend() {
        String anna = name("anna");
        registered(anna, address(anna));
        Sql.clockAhead(Duration.ofSeconds(61));
        resend(address(anna));
        mailBox.awaitMailsTo(address(anna), 2);
        Sql.clockAhead(Duration.ofSeconds(100));
        resend(address(anna));
        assertMailsTo(address(anna), 2);
        Sql.clockAhead(Duration.ofSeconds(122));
        resend(address(anna));
        mailBox.awaitMailsTo(address(anna), 3);
    }

    @Test
    void a_fresh_code_has_its_whole_life_and_the_name_is_held_as_long() {
        String anna = name("anna");
        registered(anna, address(anna));
        Sql.clockAhead(Duration.ofMinutes(9));
        resend(address(anna));
        String code = mailBox.codeFor(address(anna), 2);
        Sql.clockAhead(Duration.ofMinutes(18));
        assertThat(register(anna, address(name("other"))).status()).isEqualTo(400);
        assertThat(verify(address(anna), code).status()).isEqualTo(200);
    }

    @Test
    void an_expired_registration_gets_nothing() {
        String anna = name("anna");
        registered(anna, address(anna));
        mailBox.awaitMailsTo(address(anna), 1);
        Sql.clockAhead(Duration.ofMinutes(10).plusSeconds(1));
        resend(address(anna));
        assertMailsTo(address(anna), 1);
    }

    @Test
    void the_owner_of_a_taken_address_was_told_once_and_is_not_told_again() {
        Person anna = People.somebody("anna");
        registered(name("thief"), anna.email());
        mailBox.awaitMailsTo(anna.email(), 1);
        Sql.clockAhead(Duration.ofSeconds(61));
        resend(anna.email());
        assertMailsTo(anna.email(), 1);
        assertThat(Sql.one("SELECT last_mailed_at > created_at FROM registration WHERE email = ?", anna.email())).as("all else happens alike").isEqualTo(true);
    }

    @Test
    void ten_at_the_same_instant_are_one_round() {
        for (int round = 0; round < 3; round++) {
            Sql.clockIsRight();
            String anna = name("anna");
            registered(anna, address(anna));
            mailBox.awaitMailsTo(address(anna), 1);
            Sql.clockAhead(Duration.ofSeconds(61));
            assertThat(Race.atOnce(10, i -> resend(address(anna)).status())).containsOnly(200);
            mailBox.awaitMailsTo(address(anna), 2);
            assertMailsTo(address(anna), 2);
        }
    }
}
