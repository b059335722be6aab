package org.notechondria.race;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.notechondria.support.Rounds;
import org.notechondria.support.Sql;

/**
 * Promise I7: whoever knows the old password signs in again and again while it is changed, so as to be in when the others are out. The mint locks
 * the person's row (FOR SHARE) and asks for the version of the credential that was checked; without either, some of them stay.
 */
class PasswordChangeAgainstSignInIT extends ContractTest {
    private static final int ROUNDS = Rounds.of(4);
    private static final int SIGN_INS = 20;
    /** As many at once as the server lets wait for a hash, the ending among them: more would be told to come back, which decides nothing. */
    private static final int AT_ONCE = Math.min(SIGN_INS, Math.max(1, Runtime.getRuntime().availableProcessors() - 1) * 9 - 2);
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
            List<String> keys = race(anna, signedIn -> rotated.set(decided("/auth/change-password/",
                    Map.of("current_password", People.PASSWORD, "new_password", NEW_PASSWORD, "identity_code", code), phone.header())));
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
            List<String> keys = race(anna, signedIn -> decided("/auth/password-reset/confirm/",
                    Map.of("email", anna.email(), "code", code, "password", NEW_PASSWORD)));
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

    /** The one order of events that the races above meet by luck: the mint begins when the change has written and not yet committed. */
    @Test
    void I7_a_sign_in_under_way_waits_for_a_change_under_way_and_is_refused() throws SQLException {
        Person anna = People.somebody("anna");
        anna.signIn(http); // writes the hash anew, which would wait for the row as well
        try (Connection change = Sql.connect(); PreparedStatement raise = change.prepareStatement("UPDATE users SET credential_version = credential_version + 1 WHERE id = ?")) {
            change.setAutoCommit(false);
            raise.setLong(1, anna.id());
            raise.executeUpdate();
            CompletableFuture<Http.Answer> answer = CompletableFuture.supplyAsync(
                    () -> http.post("/auth/login/", Map.of("identifier", anna.username(), "password", People.PASSWORD)));
            Eventually.holds("the mint waits for the person's row", () -> Sql.count(
                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%INSERT INTO session%'") == 1);
            change.commit();
            assertProblem(answer.join(), 400, "Unable to log in with provided credentials.");
        }
        assertThat(living(anna)).hasSize(1);
    }

    private static List<Person> people() {
        return IntStream.range(0, ROUNDS).mapToObj(round -> People.somebody("anna")).toList();
    }

    /**
     * Everybody at the same instant: {@code ending}, which is told how many are in by now, and the sign-ins, of which some follow it.
     *
     * @return the keys they got
     */
    private List<String> race(Person person, Consumer<AtomicInteger> ending) throws InterruptedException, ExecutionException, TimeoutException {
        CyclicBarrier start = new CyclicBarrier(AT_ONCE + 1);
        AtomicInteger begun = new AtomicInteger();
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger signedIn = new AtomicInteger();
        Queue<String> keys = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE + 1);
        try {
            List<Future<?>> racing = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                racing.add(threads.submit(() -> {
                    await(start);
                    for (boolean after = false; !after || begun.get() < SIGN_INS;) {
                        after = ended.get();
                        begun.incrementAndGet();
                        signIn(person, keys, signedIn);
                    }
                }));
            }
            racing.add(threads.submit(() -> {
                await(start);
                try {
                    ending.accept(signedIn);
                } finally {
                    ended.set(true);
                }
            }));
            for (Future<?> racer : racing) {
                racer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            return List.copyOf(keys);
        } finally {
            threads.shutdownNow();
        }
    }

    private void signIn(Person person, Queue<String> keys, AtomicInteger signedIn) {
        Http.Answer answer = http.post("/auth/login/", Map.of("identifier", person.username(), "password", People.PASSWORD));
        if (answer.status() == 200) {
            keys.add(answer.json().getString("token"));
            signedIn.incrementAndGet();
            let.incrementAndGet();
        } else if (!isBusy(answer)) {
            assertProblem(answer, 400, "Unable to log in with provided credentials.");
            refused.incrementAndGet();
        }
    }

    /** Comes back when too many hash at once, as the answer says. */
    private JsonObject decided(String path, Map<String, String> body, String... headers) {
        AtomicReference<Http.Answer> answer = new AtomicReference<>();
        Eventually.holds(path + " is decided", () -> {
            answer.set(http.post(path, body, headers));
            return !isBusy(answer.get());
        });
        assertThat(answer.get().status()).as(answer.toString()).isEqualTo(200);
        return answer.get().json();
    }

    private static boolean isBusy(Http.Answer answer) {
        return answer.status() == 503 && answer.header("Retry-After") != null && answer.json().getString("type").endsWith(":busy");
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
