package org.notechondria.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
        Sql.clockOfTheTablesAhead(Duration.ofSeconds(61));
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
        Sql.clockOfTheTablesAhead(Duration.ofSeconds(61));
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
        Sql.clockOfTheTablesAhead(Duration.ofSeconds(40));
        resend(address(anna));
        assertMailsTo(address(anna), 1);
        assertThat(verify(address(anna), code).status()).isEqualTo(200);
    }

    @Test
    void the_minute_counts_from_the_last_registration_of_the_address_for_all_of_them() {
        String anna = name("anna");
        registered(anna, address(anna));
        Sql.clockOfTheTablesAhead(Duration.ofSeconds(50));
        registered(name("second"), address(anna));
        mailBox.awaitMailsTo(address(anna), 2);
        Sql.clockOfTheTablesAhead(Duration.ofSeconds(90));
        resend(address(anna));
        assertMailsTo(address(anna), 2);
        Sql.clockOfTheTablesAhead(Duration.ofSeconds(111));
        resend(address(anna));
        mailBox.awaitMailsTo(address(anna), 4);
    }

    @Test
    void the_minute_counts_from_the_last_resend() {
        String anna = name("anna");
        registered(anna, address(anna));
        Sql.clockOfTheTablesAhead(Duration.ofSeconds(61));
        resend(address(anna));
        mailBox.awaitMailsTo(address(anna), 2);
        Sql.clockOfTheTablesAhead(Duration.ofSeconds(100));
        resend(address(anna));
        assertMailsTo(address(anna), 2);
        Sql.clockOfTheTablesAhead(Duration.ofSeconds(122));
        resend(address(anna));
        mailBox.awaitMailsTo(address(anna), 3);
    }

    @Test
    void a_fresh_code_has_its_whole_life_and_the_name_is_held_as_long() {
        String anna = name("anna");
        registered(anna, address(anna));
        Sql.clockOfTheTablesAhead(Duration.ofMinutes(9));
        resend(address(anna));
        String code = mailBox.codeFor(address(anna), 2);
        Sql.clockOfTheTablesAhead(Duration.ofMinutes(18));
        assertThat(register(anna, address(name("other"))).status()).isEqualTo(400);
        assertThat(verify(address(anna), code).status()).isEqualTo(200);
    }

    @Test
    void an_expired_registration_gets_no_code_and_the_address_is_told_that_nothing_waits() {
        String anna = name("anna");
        registered(anna, address(anna));
        mailBox.awaitMailsTo(address(anna), 1);
        Sql.clockOfTheTablesAhead(Duration.ofMinutes(10).plusSeconds(1));
        resend(address(anna));
        assertToldThatNothingWaits(address(anna), 2);
    }

    @Test
    void an_address_that_nobody_registered_is_told_that_nothing_waits_once_a_minute() {
        String stranger = address(name("stranger"));
        resend(stranger);
        resend(stranger.toUpperCase());
        assertToldThatNothingWaits(stranger, 1);
        Sql.clockOfTheTablesAhead(Duration.ofSeconds(59));
        resend(stranger);
        assertMailsTo(stranger, 1);
        Sql.clockOfTheTablesAhead(Duration.ofSeconds(61));
        resend(stranger);
        assertToldThatNothingWaits(stranger, 2);
    }

    /** Or whoever asks in between would see by what is mailed, and when, that nothing had waited. */
    @Test
    void a_registration_begins_the_minute_anew_for_an_address_that_was_told_before() {
        String anna = name("anna");
        resend(address(anna));
        Sql.clockOfTheTablesAhead(Duration.ofSeconds(50));
        registered(anna, address(anna));
        Sql.clockOfTheTablesAhead(Duration.ofSeconds(70));
        resend(address(anna));
        assertMailsTo(address(anna), 2);
        Sql.clockOfTheTablesAhead(Duration.ofSeconds(111));
        resend(address(anna));
        assertMailsTo(address(anna), 3);
    }

    @Test
    void whoever_has_just_typed_the_code_is_not_written_to_within_the_minute() {
        String anna = name("anna");
        registered(anna, address(anna));
        assertThat(verify(address(anna), mailBox.codeFor(address(anna))).status()).isEqualTo(200);
        resend(address(anna));
        assertMailsTo(address(anna), 1);
    }

    /** Promise I10: what a stranger could measure. All else that it could cost is locked away meanwhile, and nobody waits for it. */
    @Test
    void A12_the_request_notes_the_wish_and_touches_nothing_else_whoever_has_an_account_and_however_many_wait() throws Exception {
        Person owner = People.somebody("owner");
        Person target = People.somebody("target");
        String one = address(name("one"));
        String two = address(name("two"));
        String nobody = address(name("nobody"));
        for (String address : List.of(one, two, two, target.email(), target.email())) {
            registered(name("pending"), address);
        }
        Sql.clockOfTheTablesAhead(Duration.ofSeconds(61));
        try (Connection holder = Sql.connect(); Statement sql = holder.createStatement()) {
            holder.setAutoCommit(false);
            sql.execute("LOCK TABLE users, registration, name_claim, one_time_code, verification_round, outbox IN ACCESS EXCLUSIVE MODE");
            for (String address : List.of(owner.email(), target.email(), one, two, nobody, nobody)) {
                assertThat(http.post("/auth/resend-verification/", Map.of("email", address)).status()).as(address).isEqualTo(200);
            }
        }
        untilEveryWishIsFulfilled();
        assertMailsTo(owner.email(), 1);
        assertMailsTo(target.email(), 3);
        assertMailsTo(one, 2);
        assertMailsTo(two, 4);
        assertMailsTo(nobody, 1);
    }

    private void assertToldThatNothingWaits(String address, int mails) {
        List<MailBox.Received> received = mailBox.awaitMailsTo(address, mails);
        assertMailsTo(address, mails);
        assertThat(received.get(mails - 1).subject()).isEqualTo("No Notechondria registration waits for this address");
        assertThat(received.get(mails - 1).text()).contains(address).doesNotContainPattern("[0-9]{6}\\s*\n");
    }

    @Test
    void the_owner_of_an_address_is_told_of_the_account_and_no_code_is_mailed_whoever_registered_with_it() {
        Person anna = People.somebody("anna");
        Person berta = People.somebody("berta");
        registered(name("thief"), anna.email());
        registered(name("thief"), anna.email());
        mailBox.awaitMailsTo(anna.email(), 2);
        Sql.clockOfTheTablesAhead(Duration.ofSeconds(61));
        resend(anna.email());
        resend(berta.email());
        assertToldOfTheAccount(anna, 3);
        assertToldOfTheAccount(berta, 1);
        Sql.clockOfTheTablesAhead(Duration.ofSeconds(100));
        resend(anna.email());
        assertMailsTo(anna.email(), 3);
        assertThat(Sql.count("SELECT count(*) FROM registration WHERE email = ? AND expires_at > created_at + interval '10 minutes 30 seconds'", anna.email()))
                .as("all else happens alike").isEqualTo(2);
    }

    private void assertToldOfTheAccount(Person person, int mails) {
        List<MailBox.Received> received = mailBox.awaitMailsTo(person.email(), mails);
        assertMailsTo(person.email(), mails);
        assertThat(received.get(mails - 1).subject()).isEqualTo("You already have a Notechondria account");
        assertThat(received.get(mails - 1).text()).contains(person.username(), "a new code").doesNotContainPattern("[0-9]{6}\\s*\n");
    }

    @Test
    void ten_at_the_same_instant_are_one_round() {
        for (int round = 0; round < 3; round++) {
            Sql.clockIsRight();
            String anna = name("anna");
            registered(anna, address(anna));
            mailBox.awaitMailsTo(address(anna), 1);
            Sql.clockOfTheTablesAhead(Duration.ofSeconds(61));
            assertThat(Race.atOnce(10, i -> resend(address(anna)).status())).containsOnly(200);
            mailBox.awaitMailsTo(address(anna), 2);
            assertMailsTo(address(anna), 2);
        }
    }
}
