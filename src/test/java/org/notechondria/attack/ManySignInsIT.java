package org.notechondria.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.Race;
import org.notechondria.support.Sql;

/** Many at once, and many of one person. */
class ManySignInsIT extends ContractTest {
    private static final int PARALLEL = 200;
    private static final int VICTIMS = 20;
    private static final int WAVES = 5;
    private static final int AT_THE_SAME_TIME = 16;
    private static final long EVERY_MILLIS = 10;
    private static final long PROMISED_MILLIS = 50;
    private static final long MOST_TIMES = 3;
    private static final Long REFUSED = Long.MAX_VALUE;
    private static final int SESSIONS = 10_000;
    private static final int OVER_HTTP = 100;
    private static final int HASHED_AT_ONCE = 2;
    private static final Duration FAST = Duration.ofSeconds(2);

    /**
     * The promise is 50 ms for 99 of 100 checks on a machine of the server's own. Here two hundred clients share it, and whatever else is built there:
     * so the checks are compared with those beside two hundred requests that hash nothing, in turn with them, and are refused as soon as they are read.
     */
    @Test
    void A05_two_hundred_wrong_passwords_at_once_hold_up_no_session_check() throws Exception {
        Credential live = People.somebody("live").signedIn();
        List<Person> victims = People.withHashesOfToday(http, "victim", VICTIMS);
        List<Http.Answer> refused = new ArrayList<>();
        List<Http.Answer> flood = new ArrayList<>();
        long[] besideRefusals = new long[WAVES];
        long[] besideSignIns = new long[WAVES];
        for (int wave = 0; wave < WAVES; wave++) {
            besideRefusals[wave] = slowestOfMost(live, refused, i -> http.post("/auth/login/", Map.of("identifier", 17, "password", "x".repeat(200))));
            besideSignIns[wave] = slowestOfMost(live, flood, i -> http.post("/auth/login/",
                    Map.of("identifier", victims.get(i % 2 == 0 ? 0 : i % VICTIMS).username(), "password", i % 4 == 0 ? "x".repeat(60_000) : "wrong-" + i)));
        }
        assertThat(refused).allMatch(answer -> answer.status() == 400);
        assertThat(flood).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.toString()).isIn(400, 429, 503);
            if (answer.status() != 400) {
                assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
            }
        });
        assertThat(median(besideSignIns)).as("99 of 100 checks, in ms: %s; beside requests that hash nothing: %s", Arrays.toString(besideSignIns), Arrays.toString(besideRefusals))
                .isLessThan(Math.max(PROMISED_MILLIS, MOST_TIMES * median(besideRefusals)));
    }

    private static long median(long[] values) {
        return Arrays.stream(values).sorted().skip(values.length / 2).findFirst().orElseThrow();
    }

    /** @return how long 99 of 100 session checks took at most, in ms, beside a wave of this request, whose answers are added */
    private long slowestOfMost(Credential who, List<Http.Answer> answers, IntFunction<Http.Answer> request) throws InterruptedException {
        Checks checks = new Checks(who).begin();
        answers.addAll(Race.atOnce(PARALLEL, request));
        List<Long> millis = checks.end();
        assertThat(millis).as("none is refused: a crowd of strangers has places of its own").isNotEmpty().doesNotContain(REFUSED);
        return millis.get(millis.size() * 99 / 100);
    }

    /** Session checks at a steady rate, whatever becomes of the earlier ones: a slow one hides none of those that would have met the same. */
    private final class Checks {
        private final Credential who;
        private final Queue<Long> millis = new ConcurrentLinkedQueue<>();
        private final ScheduledExecutorService clients = Executors.newScheduledThreadPool(AT_THE_SAME_TIME);

        private Checks(Credential who) {
            this.who = who;
        }

        private Checks begin() {
            for (int client = 0; client < AT_THE_SAME_TIME; client++) {
                clients.scheduleAtFixedRate(this::once, client * EVERY_MILLIS, AT_THE_SAME_TIME * EVERY_MILLIS, TimeUnit.MILLISECONDS);
            }
            return this;
        }

        private void once() {
            long start = System.nanoTime();
            int status = http.get("/auth/check/", who.header()).status();
            millis.add(status == 200 ? Duration.ofNanos(System.nanoTime() - start).toMillis() : REFUSED);
        }

        /** @return how long each took, the longest last */
        private List<Long> end() throws InterruptedException {
            clients.shutdown();
            assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            return millis.stream().sorted().toList();
        }
    }

    @Test
    void A05_a_password_that_nobody_can_have_is_refused_without_hashing_it() {
        Person anna = People.somebody("anna");
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThat(http.post("/auth/login/", Map.of("identifier", anna.username(), "password", "x".repeat(60_000))).status()).isEqualTo(400);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(http.post("/auth/login/", Map.of("identifier", anna.username(), "password", "x".repeat(1_000_000))).status()).isEqualTo(413);
    }

    @Test
    void A34_ten_thousand_sessions_of_one_person_all_work_and_stay_fast() {
        Person anna = People.somebody("anna");
        Credential mine = anna.signedIn();
        assertThat(Sql.update("""
                INSERT INTO session (key_digest, user_id, device_label, user_agent, client_hash, client_hash_key, origin, last_seen_at)
                SELECT sha256(convert_to(encode(sha256(convert_to(CAST(? AS text) || n, 'UTF8')), 'hex'), 'UTF8')), user_id, 'Device ' || n, user_agent, client_hash, client_hash_key, origin, app_now() - make_interval(secs => n)
                  FROM session, generate_series(1, ?) AS n WHERE id = ?""", anna.username(), SESSIONS, mine.session())).isEqualTo(SESSIONS);
        assertThat(fast("the list", () -> http.get("/auth/sessions/", mine.header())).json().getJsonArray("sessions")).hasSize(SESSIONS + 1);
        assertThat(fast("the probe", () -> http.get("/auth/session/", mine.header())).json().getInt("other_sessions_count")).isEqualTo(SESSIONS);
        assertThat(fast("the check", () -> http.get("/auth/check/", mine.header())).status()).isEqualTo(200);
        Credential another = anna.on(http, "iPhone");
        assertThat(fast("revoking all others", () -> http.delete("/auth/sessions/", mine.header())).json().getInt("revoked")).isEqualTo(SESSIONS + 1);
        assertProblem(http.get("/auth/check/", another.header()), 401, "Invalid token.");
        assertThat(fast("the check", () -> http.get("/auth/check/", mine.header())).status()).isEqualTo(200);
        assertThat(http.get("/auth/sessions/", mine.header()).json().getJsonArray("sessions")).hasSize(1);
        Sql.update("DELETE FROM session WHERE user_id = ? AND id <> ?", anna.id(), mine.session());
    }

    /** The rest of the ten thousand is minted by the bean, in session/ManySessionsInContainerIT: each of these costs a hash. */
    @Test
    void A34_a_hundred_sign_ins_of_one_person_over_HTTP_are_a_hundred_sessions_and_every_key_works() {
        Person anna = People.somebody("anna");
        Queue<Credential> devices = new ConcurrentLinkedQueue<>();
        Race.atOnce(HASHED_AT_ONCE, client -> {
            for (int i = 0; i < OVER_HTTP / HASHED_AT_ONCE; i++) {
                devices.add(anna.on(http, "Mac"));
            }
            return client;
        });
        assertThat(devices.stream().map(Credential::key).distinct()).hasSize(OVER_HTTP);
        assertThat(devices).allSatisfy(device -> {
            Http.Answer check = http.get("/auth/check/", device.header());
            assertThat(check.status()).as(check.toString()).isEqualTo(200);
            assertThat(check.header("X-Auth-Session-Id")).isEqualTo(Long.toString(device.session()));
            assertThat(check.header("X-Auth-User-Id")).isEqualTo(Long.toString(anna.id()));
        });
        assertThat(http.get("/auth/session/", devices.element().header()).json().getInt("other_sessions_count")).isEqualTo(OVER_HTTP - 1);
    }

    private static Http.Answer fast(String what, Supplier<Http.Answer> call) {
        long start = System.nanoTime();
        Http.Answer answer = call.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(FAST);
        return answer;
    }
}
