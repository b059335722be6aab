package org.notechondria.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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

/** Wire contract, section 5: a forgotten password is set anew by whoever reads the mail, and strangers learn nothing. */
class PasswordResetIT extends ContractTest {
    private static final String NEW_PASSWORD = "amber-heron-47";
    private static final String WRONG_CODE = "Invalid or expired code.";
    private final MailBox mails = MailBox.ofTheDeployment();

    private Http.Answer request(String email) {
        return http.post("/auth/password-reset/", Map.of("email", email));
    }

    private Http.Answer confirm(String email, String code, String password) {
        return http.post("/auth/password-reset/confirm/", Map.of("email", email, "code", code, "password", password));
    }

    private String codeFor(Person person) {
        assertThat(request(person.email()).status()).isEqualTo(200);
        return mails.codeFor(person.email());
    }

    private int signIn(Person person, String password) {
        return http.post("/auth/login/", Map.of("identifier", person.username(), "password", password)).status();
    }

    /** A code that is not {@code code}. */
    private static String otherThan(String code) {
        return (code.charAt(0) == '9' ? '0' : '9') + code.substring(1);
    }

    private static void assertWrongCode(Http.Answer answer) {
        assertProblem(answer, 400, WRONG_CODE);
        assertThat(answer.json().getJsonArray("non_field_errors").getString(0)).isEqualTo(WRONG_CODE);
    }

    @Test
    void the_mailed_code_sets_the_password_and_every_session_of_the_person_ends_and_the_API_key() {
        Person anna = People.somebody("anna");
        Credential phone = anna.on(http, "iPhone");
        Credential mac = anna.on(http, "Macintosh");
        Credential berta = People.somebody("berta").on(http, "iPhone");
        String[] apiKey = {"Authorization", "Bearer " + http.send("POST", "/auth/rotate-api-key/", null, mac.header()).json().getString("api_key")};
        assertThat(http.get("/auth/check/", apiKey).status()).isEqualTo(200);
        Http.Answer requested = request(" \u00a0" + anna.email().toUpperCase() + "\u2003");
        assertThat(requested.status()).isEqualTo(200);
        assertThat(requested.json().keySet()).containsExactlyInAnyOrder("message", "delivery_fallback", "email");
        assertThat(requested.json().getString("email")).isEqualTo(anna.email());
        assertThat(requested.json().getBoolean("delivery_fallback")).isTrue(); // no mail server here
        Http.Answer confirmed = confirm(anna.email().toUpperCase(), " " + mails.codeFor(anna.email()) + "\u2003", "\u00a0" + NEW_PASSWORD + " ");
        assertThat(confirmed.status()).as(confirmed.toString()).isEqualTo(200);
        assertThat(confirmed.json().keySet()).containsExactly("message");
        assertProblem(http.get("/auth/check/", phone.header()), 401, "Invalid token.");
        assertProblem(http.get("/auth/check/", mac.header()), 401, "Invalid token.");
        assertProblem(http.get("/auth/check/", apiKey), 401, "Invalid API key.");
        assertThat(http.get("/auth/check/", berta.header()).status()).isEqualTo(200);
        assertThat(Sql.one("SELECT string_agg(DISTINCT ended_reason, ' ') FROM session WHERE user_id = ?", anna.id())).isEqualTo("reset");
        assertThat(Sql.count("SELECT count(*) FROM session WHERE user_id = ?", anna.id())).as("nothing is minted").isEqualTo(2);
        assertThat(signIn(anna, People.PASSWORD)).isEqualTo(400);
        assertThat(signIn(anna, NEW_PASSWORD)).isEqualTo(200);
        assertThat(mails.awaitMailsTo(anna.email(), 2)).extracting(MailBox.Received::subject).contains("Your Notechondria password was changed");
    }

    @Test
    void I10_known_unknown_and_deactivated_addresses_get_the_same_answer_and_only_the_known_one_a_code() {
        Person anna = People.somebody("anna");
        Person gone = People.somebody("gone");
        Sql.update("UPDATE users SET is_active = false WHERE id = ?", gone.id());
        String unknown = "un" + anna.email();
        String message = request(anna.email()).json().getString("message");
        for (String email : List.of(gone.email(), unknown)) {
            Http.Answer answer = request(email);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().getString("message")).isEqualTo(message);
            assertThat(answer.json().getBoolean("delivery_fallback")).isTrue();
            assertThat(answer.json().getString("email")).isEqualTo(email);
            assertWrongCode(confirm(email, "123456", NEW_PASSWORD));
        }
        mails.awaitMailsTo(anna.email(), 1);
        for (String email : List.of(gone.email(), unknown)) {
            List<MailBox.Received> told = mails.awaitMailsTo(email, 1);
            assertThat(told).extracting(MailBox.Received::subject).containsExactly("No Notechondria account with this address");
            assertThat(told.get(0).text()).doesNotContainPattern("(?m)^[0-9]{6}\\s*$").contains(email);
        }
    }

    /** Promise I10: what a stranger could measure. Rows stand for the work: where there is no account a code that nobody gets is issued, and one mail written. */
    @Test
    void A12_where_there_is_no_account_as_much_is_done() {
        Person anna = People.somebody("anna");
        Person gone = People.somebody("gone");
        Sql.update("UPDATE users SET is_active = false WHERE id = ?", gone.id());
        for (String email : List.of(anna.email(), gone.email(), "un" + anna.email())) {
            long before = codes();
            assertThat(request(email).status()).isEqualTo(200);
            assertThat(codes() - before).as(email).isEqualTo(1);
            assertThat(mails.awaitMailsTo(email, 1)).as(email).hasSize(1);
        }
    }

    private static long codes() {
        return Sql.count("SELECT count(*) FROM one_time_code WHERE purpose = 'PASSWORD_RESET'");
    }

    @Test
    void a_code_works_once_for_its_person_until_it_expires_and_a_new_one_ends_it() {
        Person anna = People.somebody("anna");
        Person berta = People.somebody("berta");
        String first = codeFor(anna);
        assertWrongCode(confirm(berta.email(), first, NEW_PASSWORD));
        request(anna.email());
        String second = mails.codeFor(anna.email(), 2);
        if (!first.equals(second)) {
            assertWrongCode(confirm(anna.email(), first, NEW_PASSWORD));
        }
        assertThat(confirm(anna.email(), second, NEW_PASSWORD).status()).isEqualTo(200);
        assertWrongCode(confirm(anna.email(), second, "another-pass-88"));
        String late = codeFor(berta);
        Sql.clockAhead(Duration.ofMinutes(10).plusSeconds(5));
        assertWrongCode(confirm(berta.email(), late, NEW_PASSWORD));
        assertThat(signIn(berta, People.PASSWORD)).isEqualTo(200);
    }

    @Test
    void I5_after_five_evaluated_tries_the_right_code_is_worth_nothing() {
        Person anna = People.somebody("anna");
        String code = codeFor(anna);
        for (int i = 0; i < 5; i++) {
            assertWrongCode(confirm(anna.email(), i % 2 == 0 ? otherThan(code) : "no code", NEW_PASSWORD));
        }
        assertWrongCode(confirm(anna.email(), code, NEW_PASSWORD));
    }

    @Test
    void I5_the_hundredth_try_of_a_day_is_the_last_for_known_and_unknown_addresses_alike() {
        Person anna = People.somebody("anna");
        String unknown = "un" + anna.email();
        for (String email : List.of(anna.email(), unknown)) {
            long before = Sql.count("SELECT count(*) FROM code_budget");
            assertWrongCode(confirm(email, "000000", NEW_PASSWORD));
            assertThat(Sql.count("SELECT count(*) FROM code_budget")).isEqualTo(before + 1);
        }
        Sql.update("UPDATE code_budget SET tried_at = array_fill(app_now(), ARRAY[100]) WHERE purpose = 'PASSWORD_RESET' AND last_tried_at > app_now() - interval '5 seconds'");
        for (String email : List.of(anna.email(), unknown)) {
            Http.Answer answer = confirm(email, "000000", NEW_PASSWORD);
            assertProblem(answer, 429, "Too many codes were tried. Try again later.");
            assertThat(answer.header("Retry-After")).isNotBlank();
        }
    }

    @Test
    void what_is_wrong_with_the_password_is_a_field_error_and_counts_no_try() {
        Person anna = People.somebody("anna");
        String code = codeFor(anna);
        for (String email : List.of(anna.email(), "un" + anna.email())) {
            for (String refused : List.of("short", "password1", email.toUpperCase(), "x".repeat(129))) {
                Http.Answer answer = confirm(email, code, refused);
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.json().getJsonArray("password")).as(answer.toString()).isNotEmpty();
                assertThat(answer.json()).doesNotContainKey("non_field_errors");
            }
        }
        assertThat(Sql.count("SELECT tries FROM one_time_code WHERE subject = ?", "user:" + anna.id())).isZero();
        assertThat(confirm(anna.email(), code, NEW_PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void the_user_name_as_password_is_refused_only_to_whoever_has_the_code_which_is_not_spent_by_it() {
        Person anna = People.somebody("anna");
        String code = codeFor(anna);
        assertWrongCode(confirm(anna.email(), otherThan(code), anna.username()));
        assertThat(confirm(anna.email(), code, anna.username()).json().getJsonArray("password")).hasSize(1);
        assertThat(Sql.count("SELECT tries FROM one_time_code WHERE subject = ?", "user:" + anna.id())).isEqualTo(2);
        assertThat(confirm(anna.email(), code, NEW_PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void every_rejected_field_is_named() {
        Http.Answer none = http.post("/auth/password-reset/confirm/", Map.of());
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.json().keySet()).contains("email", "code", "password", "detail");
        Http.Answer wrong = http.send("POST", "/auth/password-reset/confirm/", "{\"password\":17,\"email\":\"anna\",\"code\":123456}");
        assertProblem(wrong, 400, "password: Not a valid string.\nemail: Enter a valid email address.\ncode: Not a valid string.");
        assertProblem(http.post("/auth/password-reset/", Map.of("email", "anna")), 400, "email: Enter a valid email address.");
    }

    @Test
    void json_that_calls_itself_text_plain_is_not_taken_here() {
        for (String path : List.of("/auth/password-reset/", "/auth/password-reset/confirm/")) {
            assertThat(http.send("POST", path, "{}", "Content-Type", "text/plain").status()).isEqualTo(415);
        }
    }

    @Test
    void a_person_without_a_password_gets_one_this_way() {
        Person anna = People.somebody("anna");
        Sql.update("UPDATE users SET password = NULL WHERE id = ?", anna.id());
        assertThat(confirm(anna.email(), codeFor(anna), NEW_PASSWORD).status()).isEqualTo(200);
        assertThat(signIn(anna, NEW_PASSWORD)).isEqualTo(200);
    }

    @Test
    void a_person_who_was_deactivated_since_is_answered_like_a_stranger() {
        Person anna = People.somebody("anna");
        String code = codeFor(anna);
        Sql.update("UPDATE users SET is_active = false WHERE id = ?", anna.id());
        assertWrongCode(confirm(anna.email(), code, NEW_PASSWORD));
    }

    @Test
    void the_other_codes_of_the_person_end_at_a_reset() {
        Person anna = People.somebody("anna");
        Credential phone = anna.signedIn();
        http.send("POST", "/auth/send-identity-code/", null, phone.header());
        String identity = mails.codeFor(anna.email());
        String wanted = "new-" + anna.email();
        assertThat(http.post("/auth/change-email/", Map.of("new_email", wanted, "identity_code", identity), phone.header()).status()).isEqualTo(200);
        http.send("POST", "/auth/send-identity-code/", null, phone.header());
        mails.codeFor(anna.email(), 2);
        request(anna.email());
        assertThat(confirm(anna.email(), mails.codeFor(anna.email(), 3), NEW_PASSWORD).status()).isEqualTo(200);
        assertThat(Sql.count("SELECT count(*) FROM one_time_code WHERE subject = ? AND spent_at IS NULL", "user:" + anna.id())).isZero();
        assertThat(Sql.count("SELECT count(*) FROM one_time_code WHERE subject = ?", "user:" + anna.id())).isEqualTo(3);
    }
}
