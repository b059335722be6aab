package org.notechondria.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Eventually;
import org.notechondria.support.HalfBodies;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Person;
import org.notechondria.support.Race;
import org.notechondria.support.RawHttp;

/** More people without a credential at once than may be in the API. */
class ManyStrangersIT extends ContractTest {
    /** Half as many again as have a place: eight for each core that hashes. */
    private static final int BURST = 12 * Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors() - 1));
    /** Fewer than there are threads to wait for bodies. */
    private static final int SOME = 60;
    /** More than there are places of any kind. */
    private static final int TOO_MANY = 140;
    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void A05_a_burst_of_people_who_sign_in_is_answered_a_little_later_and_nobody_of_it_is_refused() {
        List<Person> people = People.withHashesOfToday(http, "burst", BURST);
        assertThat(Race.atOnce(BURST, i -> signIn(people.get(i), 0))).allMatch(status -> status == 200);
    }

    @Test
    void A05_strangers_who_send_half_of_a_body_and_hang_up_hold_up_nobody_else() {
        Person anna = People.withHashesOfToday(http, "anna", 1).get(0);
        try (HalfBodies strangers = new HalfBodies(http, SOME)) {
            assertThat(signIn(anna, 0)).isEqualTo(200);
            assertThat(signIn(anna, 20)).as("whose body comes in two pieces").isEqualTo(200);
        }
        try (HalfBodies strangers = new HalfBodies(http, TOO_MANY)) {
            assertThat(signIn(anna, 0)).isEqualTo(200);
            Eventually.holds("they hold all threads that wait for bodies", () -> signIn(anna, 20) == 503);
        }
        Eventually.holds("they are gone", () -> signIn(anna, 20) == 200);
    }

    /** A header that the public calls do not look at makes nobody less of a stranger, and a good key gives nobody all places. */
    @Test
    void A05_half_bodies_hold_up_nobody_who_sends_none_whoever_sends_them() {
        Person anna = People.withHashesOfToday(http, "anna", 1).get(0);
        String[] phone = anna.on(http, "iPhone").header();
        for (String authorization : new String[] {"Basic x", "Bearer x", "Bearer NTC_x", "Bearer\tNTC_x", "Tokens x", "x", phone[1]}) {
            try (HalfBodies strangers = new HalfBodies(http, TOO_MANY, "Authorization", authorization)) {
                assertThat(http.get("/auth/check/", phone).status()).as(authorization.substring(0, 1)).isEqualTo(200);
                assertThat(signIn(anna, 0)).isEqualTo(200);
            }
        }
    }

    @Test
    void A05_a_body_that_nobody_reads_is_not_waited_for() {
        List<String> requests = List.of("POST /api/v1/ping/ HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n", "POST /api/v1/auth/login/ HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n",
                "POST /api/v1/auth/sessions/ HTTP/1.1\r\nAuthorization: Token x\r\nContent-Type: application/json\r\n", "DELETE /api/v1/auth/sessions/ HTTP/1.1\r\nContent-Type: application/json\r\n");
        for (String request : requests) {
            long start = System.nanoTime();
            assertThat(RawHttp.once(http.root(), request + "Host: localhost\r\nContent-Length: 10\r\n\r\n").orElseThrow().status()).as(request).isIn(401, 405, 415);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(request).isLessThan(SOON);
        }
    }

    /** @param first  so many bytes of the body go ahead of the rest; none: all is sent as one */
    private int signIn(Person who, int first) {
        String body = "{\"identifier\": \"%s\", \"password\": \"%s\"}".formatted(who.username(), People.PASSWORD);
        String request = "POST /api/v1/auth/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s".formatted(body.length(), body);
        try (RawHttp connection = RawHttp.to(http.root())) {
            int ahead = first == 0 ? request.length() : request.length() - body.length() + first;
            connection.write(request.substring(0, ahead));
            if (first > 0) {
                http.get("/ping/"); // so that the node has read what came before
                connection.write(request.substring(ahead));
            }
            return connection.answer().map(Http.Answer::status).orElse(0);
        }
    }
}
