package org.notechondria.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.HalfBodies;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Person;
import org.notechondria.support.Race;
import org.notechondria.support.RawHttp;

/** More people without a credential at once than may be in the API, where two cores let eight. */
class ManyStrangersIT extends ContractTest {
    private static final int BURST = 16;
    private static final int HALF_BODIES = 100;

    @Test
    void A05_a_burst_of_people_who_sign_in_is_answered_a_little_later_and_nobody_of_it_is_refused() {
        List<Person> people = People.withHashesOfToday(http, "burst", BURST);
        assertThat(Race.atOnce(BURST, i -> signIn(people.get(i)))).allMatch(answer -> answer.status() == 200);
    }

    @Test
    void A05_strangers_who_send_half_of_a_body_and_hang_up_hold_up_nobody_who_has_sent_his() {
        Person anna = People.withHashesOfToday(http, "anna", 1).get(0);
        String body = "{\"identifier\": \"%s\", \"password\": \"%s\"}".formatted(anna.username(), People.PASSWORD);
        String request = "POST /api/v1/auth/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s".formatted(body.length(), body);
        try (HalfBodies strangers = new HalfBodies(http, HALF_BODIES)) {
            assertThat(RawHttp.once(http.root(), request)).get().extracting(Http.Answer::status).isEqualTo(200);
        }
        assertThat(signIn(anna).status()).isEqualTo(200);
    }

    private Http.Answer signIn(Person who) {
        return http.post("/auth/login/", Map.of("identifier", who.username(), "password", People.PASSWORD));
    }
}
