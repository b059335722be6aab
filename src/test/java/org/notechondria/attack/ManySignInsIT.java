package org.notechondria.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
    private static final int SESSIONS = 10_000;
    private static final Duration FAST = Duration.ofSeconds(2);

    @Test
    void A05_two_hundred_wrong_passwords_at_once_hold_up_no_session_check() {
        Credential live = People.somebody("live").on(http, "Mac");
        Person victim = People.somebody("victim");
        CompletableFuture<List<Http.Answer>> flood = CompletableFuture.supplyAsync(() -> Race.atOnce(PARALLEL, i -> http.post("/auth/login/",
                Map.of("identifier", i % 2 == 0 ? victim.username() : "nobody-" + i, "password", i % 4 == 0 ? "x".repeat(60_000) : "wrong-" + i))));
        List<Long> millis = new ArrayList<>();
        do {
            long start = System.nanoTime();
            assertThat(http.get("/auth/check/", live.header()).status()).isEqualTo(200);
            millis.add(Duration.ofNanos(System.nanoTime() - start).toMillis());
        } while (!flood.isDone() || millis.size() < 20);
        assertThat(flood.join()).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.toString()).isIn(400, 429, 503);
            if (answer.status() != 400) {
                assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
            }
        });
        // The slowest is bounded loosely: the flood and the checks share the machine with whatever else is built there.
        Collections.sort(millis);
        assertThat(millis.get(millis.size() / 2)).as("the median of %s checks", millis.size()).isLessThan(100);
        assertThat(millis.get(millis.size() - 1)).as("the slowest of %s checks", millis.size()).isLessThan(5000);
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
        Credential mine = anna.on(http, "Mac");
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

    private static Http.Answer fast(String what, Supplier<Http.Answer> call) {
        long start = System.nanoTime();
        Http.Answer answer = call.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(FAST);
        return answer;
    }
}
