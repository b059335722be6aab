package org.notechondria.contract;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Eventually;
import org.notechondria.support.Http;
import org.notechondria.support.MailBox;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.Sql;

/** Wire contract, section 5: an address changes for whoever reads the mail of the old one, then of the new one. */
class EmailChangeIT extends ContractTest {
    private static final String WRONG_CODE = "Invalid or expired code.";
    private static final String WRONG_IDENTITY_CODE = "Invalid or expired identity code.";
    private final MailBox mails = MailBox.ofTheDeployment();
    private final Person anna = People.somebody("anna");
    private final String wanted = "new-" + anna.email();

    private String identityCode(Credential credential) {
        assertThat(http.send("POST", "/auth/send-identity-code/", null, credential.header()).status()).isEqualTo(200);
        return mails.codeFor(anna.email());
    }

    private Http.Answer begin(Credential credential, String address, String identityCode) {
        return http.post("/auth/change-email/", Map.of("new_email", address, "identity_code", identityCode), credential.header());
    }

    private Http.Answer prove(Credential credential, String address, String code) {
        return http.post("/auth/change-email/", Map.of("new_email", address, "code", code), credential.header());
    }

    /** The first step done: answers the code that the new address got. */
    private String begun(Credential credential) {
        assertThat(begin(credential, wanted, identityCode(credential)).status()).isEqualTo(200);
        return mails.codeFor(wanted);
    }

    private static String otherThan(String code) {
        return (code.charAt(0) == '9' ? '0' : '9') + code.substring(1);
    }

    private String addressOf(Person person) {
        return (String) Sql.one("SELECT email FROM users WHERE id = ?", person.id());
    }

    private static void assertWrongCode(Http.Answer answer) {
        assertProblem(answer, 400, WRONG_CODE);
        assertThat(answer.json().getJsonArray("non_field_errors").getString(0)).isEqualTo(WRONG_CODE);
    }

    @Test
    void two_codes_change_the_address_the_sessions_stay_and_the_old_address_is_told() {
        Credential phone = anna.on(http, "iPhone");
        Credential mac = anna.on(http, "Macintosh");
        Http.Answer begun = begin(phone, " " + wanted.toUpperCase() + "\u2003", " " + identityCode(phone) + "\u00a0");
        assertThat(begun.status()).as(begun.toString()).isEqualTo(200);
        assertThat(begun.json().keySet()).containsExactlyInAnyOrder("message", "delivery_fallback", "email");
        assertThat(begun.json().getString("email")).isEqualTo(wanted);
        assertThat(addressOf(anna)).isEqualTo(anna.email());
        Http.Answer changed = prove(phone, wanted.toUpperCase(), " " + mails.codeFor(wanted) + " ");
        assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
        assertThat(changed.json().keySet()).containsExactlyInAnyOrder("message", "email");
        assertThat(changed.json().getString("email")).isEqualTo(wanted);
        assertThat(addressOf(anna)).isEqualTo(wanted);
        assertThat(http.get("/auth/check/", phone.header()).status()).isEqualTo(200);
        assertThat(http.get("/auth/check/", mac.header()).status()).isEqualTo(200);
        MailBox.Received told = mails.awaitMailsTo(anna.email(), 2).get(1);
        assertThat(told.subject()).isEqualTo("Your Notechondria address was changed");
        assertThat(told.text()).contains("n***@example.org").doesNotContain(wanted);
    }

    @Test
    void json_that_calls_itself_text_plain_is_taken_in_both_steps_and_a_form_is_not() {
        Credential phone = anna.signedIn();
        String token = "Token " + phone.key();
        String first = Json.createObjectBuilder().add("new_email", wanted).add("identity_code", identityCode(phone)).add("code", "").build().toString();
        assertThat(http.send("POST", "/auth/change-email/", first, "Authorization", token, "Content-Type", "application/x-www-form-urlencoded").status()).isEqualTo(415);
        assertThat(http.send("POST", "/auth/change-email/", first, "Authorization", token, "Content-Type", "text/plain").status()).isEqualTo(200);
        String second = Json.createObjectBuilder().add("new_email", wanted).add("code", mails.codeFor(wanted)).build().toString();
        assertThat(http.send("POST", "/auth/change-email/", second, "Authorization", token, "Content-Type", "text/plain; charset=utf-8").status()).isEqualTo(200);
    }

    @Test
    void a_wrong_identity_code_is_400_with_detail_and_writes_to_nobody() {
        Credential phone = anna.signedIn();
        String code = identityCode(phone);
        Http.Answer answer = begin(phone, wanted, otherThan(code));
        assertProblem(answer, 400, WRONG_IDENTITY_CODE);
        assertThat(answer.json()).doesNotContainKeys("non_field_errors", "identity_code");
        assertThat(Sql.count("SELECT count(*) FROM outbox WHERE recipient = ?", wanted) + mails.mailsTo(wanted).size()).isZero();
    }

    @Test
    void the_identity_code_is_spent_by_the_first_step() {
        Credential phone = anna.signedIn();
        String code = identityCode(phone);
        assertThat(begin(phone, wanted, code).status()).isEqualTo(200);
        assertProblem(begin(phone, wanted, code), 400, WRONG_IDENTITY_CODE);
    }

    @Test
    void I5_a_wrong_code_is_400_with_non_field_errors_and_five_are_the_most() {
        Credential phone = anna.signedIn();
        String code = begun(phone);
        for (int i = 0; i < 5; i++) {
            assertWrongCode(prove(phone, wanted, otherThan(code)));
        }
        assertWrongCode(prove(phone, wanted, code));
        assertThat(addressOf(anna)).isEqualTo(anna.email());
    }

    @Test
    void the_code_proves_only_the_address_that_it_was_mailed_to_and_works_once_in_ten_minutes() {
        Credential phone = anna.signedIn();
        String code = begun(phone);
        assertWrongCode(prove(phone, "other-" + wanted, code));
        assertWrongCode(prove(People.somebody("berta").signedIn(), wanted, code));
        Sql.clockAhead(Duration.ofMinutes(10).plusSeconds(5));
        assertWrongCode(prove(phone, wanted, code));
        Sql.clockIsRight();
        assertThat(prove(phone, wanted, code).status()).isEqualTo(200);
        assertWrongCode(prove(phone, wanted, code));
    }

    @Test
    void I10_a_taken_address_gets_the_same_answer_and_its_owner_a_warning_instead_of_a_code() {
        Person berta = People.somebody("berta");
        Credential phone = anna.signedIn();
        Http.Answer taken = begin(phone, berta.email(), identityCode(phone));
        assertThat(taken.status()).isEqualTo(200);
        assertThat(taken.json().getString("email")).isEqualTo(berta.email());
        assertThat(Sql.count("SELECT count(*) FROM one_time_code WHERE subject = ? AND purpose = 'EMAIL_CHANGE'", "user:" + anna.id())).as("A12: a code that nobody gets is issued, for the time that it takes").isEqualTo(1);
        assertThat(mails.awaitMailsTo(berta.email(), 1).get(0).text()).contains(berta.username()).doesNotContain(anna.username()).doesNotContainPattern("[0-9]{6}\\s*\n");
        assertThat(mails.mailsTo(berta.email()).get(0).subject()).isEqualTo("Your address is on a Notechondria account already");
        http.send("POST", "/auth/send-identity-code/", null, phone.header());
        Http.Answer free = begin(phone, wanted, mails.codeFor(anna.email(), 2));
        assertThat(taken.json().getString("message")).isEqualTo(free.json().getString("message"));
        assertThat(taken.json().getBoolean("delivery_fallback")).isEqualTo(free.json().getBoolean("delivery_fallback"));
        assertWrongCode(prove(phone, berta.email(), "123456"));
    }

    @Test
    void an_address_that_was_taken_in_between_is_answered_like_a_wrong_code() {
        Credential phone = anna.signedIn();
        String code = begun(phone);
        Sql.update("UPDATE users SET email = ? WHERE id = ?", wanted, People.somebody("berta").id());
        assertWrongCode(prove(phone, wanted, code));
        assertThat(addressOf(anna)).isEqualTo(anna.email());
    }

    @Test
    void an_address_that_is_taken_at_the_same_instant_is_answered_like_a_wrong_code() throws SQLException {
        Credential phone = anna.signedIn();
        String code = begun(phone);
        Person berta = People.somebody("berta");
        try (Connection other = Sql.connect(); PreparedStatement take = other.prepareStatement("UPDATE users SET email = ? WHERE id = ?")) {
            other.setAutoCommit(false);
            take.setString(1, wanted);
            take.setLong(2, berta.id());
            take.executeUpdate();
            CompletableFuture<Http.Answer> answer = CompletableFuture.supplyAsync(() -> prove(phone, wanted, code));
            Eventually.holds("the change waits for the unique index", () -> Sql.count("""
                    SELECT count(*) FROM pg_stat_activity
                     WHERE wait_event_type = 'Lock' AND wait_event = 'transactionid' AND query LIKE '%UPDATE users SET email%'""") == 1);
            other.commit();
            assertWrongCode(answer.join());
        }
        assertThat(addressOf(anna)).isEqualTo(anna.email());
    }

    @Test
    void a_code_mailed_to_the_old_address_is_worth_nothing_after_the_change() {
        Credential phone = anna.signedIn();
        String code = begun(phone);
        http.post("/auth/password-reset/", Map.of("email", anna.email()));
        String reset = mails.codeFor(anna.email(), 2);
        http.send("POST", "/auth/send-identity-code/", null, phone.header());
        String identity = mails.codeFor(anna.email(), 3);
        assertThat(prove(phone, wanted, code).status()).isEqualTo(200);
        assertWrongCode(http.post("/auth/password-reset/confirm/", Map.of("email", wanted, "code", reset, "password", "amber-heron-47")));
        assertWrongCode(http.post("/auth/password-reset/confirm/", Map.of("email", anna.email(), "code", reset, "password", "amber-heron-47")));
        assertProblem(begin(phone, "x" + wanted, identity), 400, WRONG_IDENTITY_CODE);
    }

    @Test
    void the_present_address_and_no_address_are_field_errors_and_every_rejected_field_is_named() {
        Credential phone = anna.signedIn();
        assertThat(begin(phone, anna.email().toUpperCase(), "123456").json().getJsonArray("new_email")).hasSize(1);
        assertProblem(http.post("/auth/change-email/", Map.of("new_email", "anna"), phone.header()), 400,
                "new_email: Enter a valid email address.\nidentity_code: This field is required.");
        assertProblem(http.send("POST", "/auth/change-email/", "{\"new_email\":\"a@example.org\",\"code\":123456}", phone.header()), 400, "code: Not a valid string.");
        assertThat(Sql.count("SELECT count(*) FROM code_budget WHERE person = ?", "user:" + anna.id())).isZero();
    }

    @Test
    void a_person_without_an_address_has_no_code_to_prove() {
        Credential phone = anna.signedIn();
        Sql.update("UPDATE users SET email = NULL WHERE id = ?", anna.id());
        assertProblem(begin(phone, wanted, "123456"), 400, WRONG_IDENTITY_CODE);
    }
}
