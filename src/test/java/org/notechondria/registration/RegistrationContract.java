package org.notechondria.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Eventually;
import org.notechondria.support.Http;
import org.notechondria.support.MailBox;
import org.notechondria.support.People;
import org.notechondria.support.Sql;

/** What the tests of registration share: strangers with names of their own, and their mail. */
abstract class RegistrationContract extends ContractTest {
    static final String INVALID_CODE = "Invalid or expired code.";
    static final String NAME_TAKEN = "A user with that username already exists.";
    private static final AtomicInteger NUMBER = new AtomicInteger();
    final MailBox mailBox = MailBox.ofTheDeployment();

    /** A name that nobody has. */
    static String name(String start) {
        return start + "_" + NUMBER.incrementAndGet() + "_" + Long.toString(System.nanoTime(), 36);
    }

    static String address(String username) {
        return username.toLowerCase() + "@example.org";
    }

    Http.Answer register(String username, String email) {
        return register(username, email, Map.of());
    }

    Http.Answer register(String username, String email, Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(Map.of("username", username, "email", email, "password", People.PASSWORD));
        body.putAll(more);
        return http.post("/auth/register/", body);
    }

    /** @return the registration's id */
    long registered(String username, String email) {
        Http.Answer answer = register(username, email);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.json().getJsonNumber("registration_id").longValueExact();
    }

    Http.Answer verify(String email, String code) {
        return http.post("/auth/verify-email/", Map.of("email", email, "code", code));
    }

    Http.Answer verify(String email, String code, long registrationId) {
        return http.post("/auth/verify-email/", Map.of("email", email, "code", code, "registration_id", registrationId));
    }

    /** And what follows from it behind the answer. */
    Http.Answer resend(String email) {
        Http.Answer answer = http.post("/auth/resend-verification/", Map.of("email", email));
        untilEveryWishIsFulfilled();
        return answer;
    }

    static void untilEveryWishIsFulfilled() {
        Eventually.holds("every wish is fulfilled", () -> Sql.count("SELECT count(*) FROM resend_wish") == 0);
    }

    void assertInvalidCode(Http.Answer answer) {
        assertProblem(answer, 400, INVALID_CODE);
        assertThat(answer.json().getJsonArray("non_field_errors").getString(0)).isEqualTo(INVALID_CODE);
    }

    /** The code in the one mail of {@code mails} that names this user name. */
    static String codeFor(String username, List<MailBox.Received> mails) {
        List<MailBox.Received> naming = mails.stream().filter(mail -> mail.text().contains(username)).toList();
        assertThat(naming).as("mails that name " + username).isNotEmpty();
        return naming.get(naming.size() - 1).text().lines().filter(line -> line.matches("[0-9]{6}")).findFirst().orElseThrow();
    }

    /** Exact: a mail is in the outbox when the request is answered, and leaves it only when it has arrived. */
    void assertMailsTo(String address, int count) {
        Eventually.holds("the outbox is empty", () -> Sql.count("SELECT count(*) FROM outbox WHERE recipient = ?", address) == 0);
        assertThat(mailBox.mailsTo(address)).hasSize(count);
    }

    static String wrong(String code) {
        return code.equals("000000") ? "000001" : "000000";
    }
}
