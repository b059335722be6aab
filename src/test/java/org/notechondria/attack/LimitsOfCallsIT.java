package org.notechondria.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;

/** Each call that makes a mail, tries a code or registers somebody takes the limits that docs/decisions/0009 names: by whom it is for, and by whom it comes from. */
class LimitsOfCallsIT extends BehindAProxy {
    private static final int MAILS_TO_ONE = 5;
    private static final int MAILS_FROM_ONE = 20;
    private static final int CODES_OF_ONE = 10;
    private static final int CODES_FROM_ONE = 30;
    private static final int REGISTRATIONS_FROM_ONE = 20;
    /** What comes back while the burst is used up on a slow machine. */
    private static final int REFILLED = 8;

    @Test
    void registrations_from_one_address_are_429_after_the_burst_whatever_is_sent() {
        String address = freshAddress();
        assertLimitedAfter(REGISTRATIONS_FROM_ONE, "register-address", i -> http.post("/auth/register/", Map.of(), from(address)));
        assertThat(http.post("/auth/register/", Map.of(), from(freshAddress())).status()).as("another address").isEqualTo(400);
    }

    @Test
    void mails_to_one_address_are_counted_together_whichever_call_asks_and_whoever_owns_it() {
        for (String email : new String[] {People.somebody("anna").email(), "nobody-" + System.nanoTime() + "@example.org"}) {
            assertThat(register(email).status()).isEqualTo(201);
            assertThat(resend(email, freshAddress()).status()).isEqualTo(200);
            assertLimitedAfter(MAILS_TO_ONE - 2, "mail", i -> reset(email, freshAddress()));
            assertLimited(resend(email.toUpperCase(), freshAddress()), "mail");
            assertLimited(register(email), "mail");
        }
    }

    @Test
    void mails_from_one_address_are_counted_together_whomever_they_are_for() {
        String address = freshAddress();
        String to = "-" + System.nanoTime() + "@example.org";
        for (int i = 0; i < MAILS_FROM_ONE / 2; i++) {
            assertThat(resend("resend" + i + to, address).status()).isEqualTo(200);
        }
        assertLimitedAfter(MAILS_FROM_ONE / 2, "mail-address", i -> reset("reset" + i + to, address));
        assertLimited(resend("resend" + to, address), "mail-address");
        assertThat(resend("resend" + to, freshAddress()).status()).as("another address").isEqualTo(200);
    }

    @Test
    void identity_codes_of_one_person_are_limited_and_a_stranger_who_asks_for_resets_uses_up_none_of_them() {
        Person anna = People.somebody("anna");
        Credential phone = anna.signedIn();
        assertLimitedAfter(MAILS_TO_ONE, "mail", i -> reset(anna.email(), freshAddress()));
        assertLimitedAfter(MAILS_TO_ONE, "mail", i -> identityCode(phone, freshAddress()));
        assertThat(identityCode(People.somebody("berta").signedIn(), freshAddress()).status()).as("another person").isEqualTo(200);
    }

    @Test
    void identity_codes_asked_for_from_one_address_are_limited_with_the_other_mails() {
        String address = freshAddress();
        String to = "-" + System.nanoTime() + "@example.org";
        Credential phone = People.somebody("anna").signedIn();
        assertThat(identityCode(phone, address).status()).isEqualTo(200);
        assertLimitedAfter(MAILS_FROM_ONE - 1, "mail-address", i -> reset("reset" + i + to, address));
        assertLimited(identityCode(phone, address), "mail-address");
    }

    @Test
    void codes_typed_for_one_address_are_limited_at_verification_and_at_reset() {
        String email = "nobody-" + System.nanoTime() + "@example.org";
        assertLimitedAfter(CODES_OF_ONE, "code", i -> verify(email, freshAddress()));
        assertLimited(confirm(email.toUpperCase(), freshAddress()), "code");
        String another = "x" + email;
        assertLimitedAfter(CODES_OF_ONE, "code", i -> confirm(another, freshAddress()));
    }

    @Test
    void identity_codes_typed_by_one_person_are_limited_at_password_and_address_together() {
        Credential phone = People.somebody("anna").signedIn();
        for (int i = 0; i < CODES_OF_ONE / 2; i++) {
            assertThat(changePassword(phone, freshAddress()).status()).isEqualTo(400);
        }
        assertLimitedAfter(CODES_OF_ONE / 2, "code", i -> changeEmail(phone, "identity_code", freshAddress()));
        assertLimited(changePassword(phone, freshAddress()), "code");
        assertLimited(changeEmail(phone, "code", freshAddress()), "code");
    }

    @Test
    void A08_codes_typed_from_one_address_are_limited_whomever_they_are_for() {
        String address = freshAddress();
        String of = "-" + System.nanoTime() + "@example.org";
        Credential phone = People.somebody("anna").signedIn();
        assertThat(changePassword(phone, address).status()).isEqualTo(400);
        for (int i = 0; i < CODES_FROM_ONE / 2; i++) {
            assertThat(confirm("reset" + i + of, address).status()).isEqualTo(400);
        }
        assertLimitedAfter(CODES_FROM_ONE / 2 - 1, "code-address", i -> verify("verify" + i + of, address));
        for (Http.Answer answer : new Http.Answer[] {confirm("reset" + of, address), changePassword(phone, address), changeEmail(phone, "code", address)}) {
            assertLimited(answer, "code-address");
        }
        assertThat(verify("verify" + of, freshAddress()).status()).as("another address").isEqualTo(400);
    }

    @Test
    void the_probe_is_never_limited() {
        String address = freshAddress();
        for (int i = 0; i < 100; i++) {
            assertThat(http.get("/auth/session/", "Authorization", "Token " + "0".repeat(40), "X-Forwarded-For", address).status()).isEqualTo(200);
        }
    }

    /** So many pass, then one is told to wait. */
    private static void assertLimitedAfter(int burst, String policy, IntFunction<Http.Answer> call) {
        int passed = 0;
        Http.Answer answer = call.apply(passed);
        while (answer.status() != 429 && passed <= burst + REFILLED) {
            assertThat(answer.status()).as(answer.toString()).isIn(200, 400);
            answer = call.apply(++passed);
        }
        assertThat(passed).isBetween(burst, burst + REFILLED);
        assertLimited(answer, policy);
    }

    private static Http.Answer register(String email) {
        return http.post("/auth/register/", Map.of("username", "n" + System.nanoTime(), "email", email, "password", People.PASSWORD), from(freshAddress()));
    }

    private static Http.Answer resend(String email, String address) {
        return http.post("/auth/resend-verification/", Map.of("email", email), from(address));
    }

    private static Http.Answer reset(String email, String address) {
        return http.post("/auth/password-reset/", Map.of("email", email), from(address));
    }

    private static Http.Answer verify(String email, String address) {
        return http.post("/auth/verify-email/", Map.of("email", email, "code", "123456"), from(address));
    }

    private static Http.Answer confirm(String email, String address) {
        return http.post("/auth/password-reset/confirm/", Map.of("email", email, "code", "123456", "password", "copper-heron-17"), from(address));
    }

    private static Http.Answer identityCode(Credential who, String address) {
        return http.send("POST", "/auth/send-identity-code/", null, both(who, address));
    }

    private static Http.Answer changePassword(Credential who, String address) {
        return http.post("/auth/change-password/", Map.of("current_password", People.PASSWORD, "new_password", "copper-heron-17", "identity_code", "123456"), both(who, address));
    }

    private static Http.Answer changeEmail(Credential who, String code, String address) {
        return http.post("/auth/change-email/", Map.of("new_email", "new-" + who.session() + "@example.org", code, "123456"), both(who, address));
    }

    private static String[] both(Credential who, String address) {
        return Stream.of(who.header(), from(address)).flatMap(Stream::of).toArray(String[]::new);
    }
}
