package org.notechondria.race;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Eventually;
import org.notechondria.support.Http;
import org.notechondria.support.MailBox;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.Sql;

/**
 * Promise I7: whoever knows the old password signs in again and again while it is changed, so as to be in when the others are out. The mint locks
 * the person's row (FOR SHARE) and asks for the version of the credential that was checked; without either, some of them stay.
 */
class PasswordChangeAgainstSignInIT extends ContractTest {
    private static final int ROUNDS = 10;
    private static final int SIGN_INS = 20;
    private static final int PATIENCE_SECONDS = 60;
    private static final String NEW_PASSWORD = "amber-heron-47";
    private final MailBox mails = MailBox.ofTheDeployment();
    private final AtomicInteger let = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void I7_A10_no_sign_in_with_the_old_password_survives_a_change() throws Exception {
        List<Person> people = people();
        List<Credential> phones = people.stream().map(person -> person.on(http, "iPhone")).toList();
        phones.forEach(phone -> http.send("POST", "/auth/send-identity-code/", null, phone.header()));
        for (int round = 0; round < ROUNDS; round++) {
            Person anna = people.get(round);
            Credential phone = phones.get(round);
            String code = mails.codeFor(anna.email());
            AtomicReference<JsonObject> rotated = new AtomicReference<>();
            List<String> keys = race(anna, signedIn -> rotated.set(answered(200, http.post("/auth/change-password/",
                    Map.of("current_password", People.PASSWORD, "new_password", NEW_PASSWORD, "identity_code", code), phone.header())).json()));
            assertThat(living(anna)).containsExactly(rotated.get().getJsonObject("session").getJsonNumber("id").longValue());
            assertThat(check(rotated.get().getString("token"))).isEqualTo(200);
            assertThat(keys).allMatch(key -> check(key) == 401);
        }
        assertThatTheyMet();
    }

    @Test
    void I7_A10_no_sign_in_with_the_old_password_survives_a_reset() throws Exception {
        List<Person> people = people();
        people.forEach(person -> http.post("/auth/password-reset/", Map.of("email", person.email())));
        for (Person anna : people) {
            String code = mails.codeFor(anna.email());
            List<String> keys = race(anna, signedIn -> answered(200,
                    http.post("/auth/password-reset/confirm/", Map.of("email", anna.email(), "code", code, "password", NEW_PASSWORD))));
            assertThat(living(anna)).isEmpty();
            assertThat(keys).allMatch(key -> check(key) == 401);
        }
        assertThatTheyMet();
    }

    @Test
    void I7_A10_no_sign_in_survives_a_deactivation() throws Exception {
        for (Person anna : people()) {
            List<String> keys = race(anna, signedIn -> {
                Eventually.holds("some are in, others on their way", () -> signedIn.get() >= 3);
                Sql.update("UPDATE users SET is_active = false WHERE id = ?", anna.id());
            });
            assertThat(living(anna)).isEmpty();
            assertThat(keys).allMatch(key -> check(key) == 401);
        }
        assertThatTheyMet();
    }

    private static List<Person> people() {
        return IntStream.range(0, ROUNDS).mapToObj(round -> People.somebody("anna")).toList();
    }

    /** Everybody at the same instant: {@code ending}, which is told how many are in by now, and the sign-ins. @return the keys they got */
    private List<String> race(Person person, Consumer<AtomicInteger> ending) throws InterruptedException, ExecutionException, TimeoutException {
        CyclicBarrier start = new CyclicBarrier(SIGN_INS + 1);
        AtomicInteger signedIn = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(SIGN_INS + 1);
        try {
            List<Future<Http.Answer>> racing = new ArrayList<>();
            for (int i = 0; i < SIGN_INS; i++) {
                racing.add(threads.submit(() -> {
                    await(start);
                    return signIn(person, signedIn);
                }));
            }
            Future<?> end = threads.submit(() -> {
                await(start);
                ending.accept(signedIn);
            });
            end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return keysOf(racing);
        } finally {
            threads.shutdownNow();
        }
    }

    private List<String> keysOf(List<Future<Http.Answer>> racing) throws InterruptedException, ExecutionException, TimeoutException {
        List<String> keys = new ArrayList<>();
        for (Future<Http.Answer> racer : racing) {
            Http.Answer answer = racer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer.status() == 200) {
                let.incrementAndGet();
                keys.add(answer.json().getString("token"));
            } else {
                refused.incrementAndGet();
                assertProblem(answer, 400, "Unable to log in with provided credentials.");
            }
        }
        return keys;
    }

    /** Comes back when too many hash at once, as the answer says: that refusal decides nothing. */
    private Http.Answer signIn(Person person, AtomicInteger signedIn) {
        AtomicReference<Http.Answer> decided = new AtomicReference<>();
        Eventually.holds("the sign-in is decided", () -> {
            decided.set(http.post("/auth/login/", Map.of("identifier", person.username(), "password", People.PASSWORD)));
            return !isBusy(decided.get());
        });
        if (decided.get().status() == 200) {
            signedIn.incrementAndGet();
        }
        return decided.get();
    }

    private static boolean isBusy(Http.Answer answer) {
        return answer.status() == 503 && answer.header("Retry-After") != null && answer.json().getString("type").endsWith(":busy");
    }

    private static Http.Answer answered(int status, Http.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        return answer;
    }

    private static void await(CyclicBarrier start) {
        try {
            start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException nobodyRaces) {
            throw new IllegalStateException(nobodyRaces);
        }
    }

    /** Otherwise they ran one after the other, and nothing was shown. */
    private void assertThatTheyMet() {
        assertThat(let.get()).as("sign-ins before the end").isPositive();
        assertThat(refused.get()).as("sign-ins after the end").isPositive();
    }

    private int check(String key) {
        return http.get("/auth/check/", "Authorization", "Token " + key).status();
    }

    private static List<Long> living(Person person) {
        Object ids = Sql.one("SELECT coalesce(string_agg(id::text, ','), '') FROM session WHERE user_id = ? AND revoked_at IS NULL", person.id());
        return ids.equals("") ? List.of() : List.of(ids.toString().split(",")).stream().map(Long::valueOf).toList();
    }
}
