package org.notechondria.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Eventually;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.Race;
import org.notechondria.support.Sql;

/** Wire contract, section 4: who somebody is, for proxies and other services ({@code GET /auth/check/}) and for the page that has a key ({@code GET /auth/session/}). */
class CheckAndProbeIT extends ContractTest {

    @Test
    void check_says_to_each_of_many_at_once_who_they_are_and_to_nobody_who_another_is() {
        List<Credential> devices = IntStream.range(0, 8).mapToObj(i -> People.somebody("anna").signedIn()).toList();
        for (int round = 0; round < 5; round++) {
            List<Http.Answer> answers = Race.atOnce(80, i -> http.get("/auth/check/", devices.get(i % 8).header()));
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).header("X-Auth-Session-Id")).isEqualTo(Long.toString(devices.get(i % 8).session()));
                assertThat(answers.get(i).json().getJsonNumber("session_id").longValue()).isEqualTo(devices.get(i % 8).session());
            }
        }
    }

    @Test
    void check_says_who_and_until_when() {
        Person anna = People.somebody("anna");
        Credential phone = anna.on(http, "iPhone");
        Http.Answer check = http.get("/auth/check/", phone.header());
        assertThat(check.json().getJsonObject("user").getJsonNumber("id").longValue()).isEqualTo(anna.id());
        assertThat(check.json().getJsonObject("user").getString("username")).isEqualTo(anna.username());
        assertThat(check.json().getJsonNumber("session_id").longValue()).isEqualTo(phone.session());
        assertThat(check.header("X-Auth-User-Id")).isEqualTo(Long.toString(anna.id()));
        assertThat(check.header("X-Auth-Username")).isEqualTo(anna.username());
        assertThat(check.header("X-Auth-Session-Id")).isEqualTo(Long.toString(phone.session()));
        Instant expiresAt = Instant.parse(check.json().getString("expires_at"));
        assertThat(Duration.between(Instant.now(), expiresAt)).isBetween(Duration.ofHours(23), Duration.ofHours(25));
        assertProblem(http.get("/auth/check/"), 401, "Authentication credentials were not provided.");
    }

    @Test
    void check_rolls_the_idle_window_and_says_the_earlier_of_the_two_timeouts() {
        Credential phone = People.somebody("anna").signedIn();
        for (int hours : new int[] {20, 40, 60}) {
            Sql.clockAhead(Duration.ofHours(hours));
            Http.Answer check = http.get("/auth/check/", phone.header());
            assertThat(check.status()).as("%s hours", hours).isEqualTo(200);
            Duration left = Duration.between(Instant.now().plus(Duration.ofHours(hours)), Instant.parse(check.json().getString("expires_at")));
            assertThat(left).isCloseTo(Duration.ofHours(hours == 60 ? 12 : 24), Duration.ofMinutes(1));
            Eventually.holds("the touch is written", () -> (Boolean) Sql.one("SELECT last_seen_at > app_now() - interval '1 minute' FROM session WHERE id = ?", phone.session()));
        }
        Sql.clockAhead(Duration.ofHours(73));
        assertProblem(http.get("/auth/check/", phone.header()), 401, "Invalid token.");
    }

    @Test
    void the_probe_says_no_to_a_key_that_ended_and_to_a_person_who_is_disabled() {
        Person anna = People.somebody("anna");
        Credential phone = anna.signedIn();
        Credential mac = anna.signedIn();
        assertThat(http.post("/auth/logout/", Map.of(), phone.header()).status()).isEqualTo(204);
        assertThat(http.get("/auth/session/", phone.header()).toString()).isEqualTo("200 {\"authenticated\":false}");
        Sql.update("UPDATE users SET is_active = false WHERE id = ?", anna.id());
        Eventually.holds("told", () -> http.get("/auth/session/", mac.header()).toString().equals("200 {\"authenticated\":false}"));
    }

    @Test
    void the_probe_says_who_is_signed_in_and_is_200_whatever_the_credential() {
        Person anna = People.somebody("anna");
        Credential phone = anna.on(http, "iPhone");
        anna.signedIn();
        Http.Answer probe = http.get("/auth/session/", phone.header());
        assertThat(probe.status()).isEqualTo(200);
        assertThat(probe.json().getBoolean("authenticated")).isTrue();
        assertThat(probe.json().getString("token")).isEqualTo(phone.key());
        assertThat(probe.json().getInt("other_sessions_count")).isEqualTo(1);
        assertThat(probe.json().getJsonObject("session").getString("device_label")).isEqualTo("iPhone");
        for (String[] none : new String[][] {{}, {"Authorization", "Token"}, {"Authorization", "Token x"}, {"Authorization", "Token " + "0".repeat(40)}, {"Authorization", "Bearer ntc_x"},
                {"Authorization", "Token " + phone.key(), "Authorization", "Token " + phone.key()}}) {
            Http.Answer answer = http.get("/auth/session/", none);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"authenticated\":false}");
        }
        Sql.clockAhead(Duration.ofDays(2));
        assertThat(http.get("/auth/session/", phone.header()).body()).isEqualTo("{\"authenticated\":false}");
    }

    /** A touch is written some tenths of a second later, and those that gather together: when another that came after the probe's would have is there, so would be the probe's. */
    @Test
    void the_probe_does_not_roll_the_idle_window() {
        Person anna = People.somebody("anna");
        Credential phone = anna.signedIn();
        Credential mac = anna.signedIn();
        Sql.update("UPDATE session SET last_seen_at = app_now() - interval '20 hours' WHERE user_id = ?", anna.id());
        Object seen = Sql.one("SELECT last_seen_at FROM session WHERE id = ?", phone.session());
        assertThat(http.get("/auth/session/", phone.header()).json().getBoolean("authenticated")).isTrue();
        assertThat(http.get("/auth/check/", mac.header()).status()).isEqualTo(200);
        Eventually.holds("the other's touch is written", () -> (Boolean) Sql.one("SELECT last_seen_at > app_now() - interval '1 hour' FROM session WHERE id = ?", mac.session()));
        assertThat(Sql.one("SELECT last_seen_at FROM session WHERE id = ?", phone.session())).isEqualTo(seen);
    }

    @Test
    void the_probe_waits_for_its_turn_where_a_burst_is_put_off() throws Exception {
        String[] anna = People.somebody("anna").signedIn().header();
        String[] unknown = {"Authorization", "Token " + "0".repeat(40)};
        ExecutorService clients = Executors.newCachedThreadPool();
        try (Connection locking = Sql.connect(); Statement statement = locking.createStatement()) {
            locking.setAutoCommit(false);
            statement.execute("LOCK TABLE profile IN ACCESS EXCLUSIVE MODE"); // who asks for settings holds a place, for half a second and more
            Queue<Http.Answer> told = new ConcurrentLinkedQueue<>();
            List<Future<?>> burst = new ArrayList<>();
            AtomicBoolean over = new AtomicBoolean();
            for (int i = 0; i < 180; i++) {
                burst.add(clients.submit(() -> {
                    while (!over.get()) {
                        told.add(http.get("/settings/", anna));
                    }
                }));
            }
            Eventually.holds("somebody has no place", () -> told.stream().anyMatch(one -> one.body().contains("problem:busy")));
            for (int i = 0; i < 5; i++) {
                assertThat(http.get("/auth/session/", unknown).toString()).isEqualTo("200 {\"authenticated\":false}");
                assertThat(http.get("/auth/session/").toString()).isEqualTo("200 {\"authenticated\":false}");
            }
            over.set(true);
            locking.rollback();
            for (Future<?> one : burst) {
                one.get();
            }
            assertThat(told).allMatch(one -> one.status() == 200 || one.status() == 503 && one.header("Retry-After") != null);
        } finally {
            clients.shutdownNow();
        }
    }
}
