package org.notechondria.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Eventually;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Person;
import org.notechondria.support.Race;
import org.notechondria.support.RawHttp;
import org.notechondria.support.Sql;

/** More people without a credential than may hash wait in a line for it. */
class LineOfStrangersIT extends ContractTest {
    /** On two cores eight have a place, and nine could wait for their turn to hash. */
    private static final int BURST = 12;
    private static final int WHO_HANG_UP = 200;
    private static final String BODY = "{\"identifier\": \"nobody\", \"password\": \"wrong-password\"}";
    private static final String SIGN_IN = "POST /api/v1/auth/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;

    @Test
    void A05_a_burst_of_people_who_sign_in_is_answered_a_little_later_and_nobody_of_it_is_refused() {
        assertThat(signInAtOnce(people())).allMatch(answer -> answer.status() == 200);
    }

    @Test
    void A05_whoever_hangs_up_while_he_waits_takes_no_place_with_him() {
        List<Person> people = people();
        Race.atOnce(WHO_HANG_UP, i -> {
            try (RawHttp connection = RawHttp.to(http.root())) {
                return connection.write(SIGN_IN);
            }
        });
        Eventually.holds("the line is short again", 
                () -> http.post("/auth/login/", Map.of("identifier", people.get(0).username(), "password", People.PASSWORD)).status() == 200);
        assertThat(signInAtOnce(people)).allMatch(answer -> answer.status() == 200);
    }

    private List<Http.Answer> signInAtOnce(List<Person> people) {
        return Race.atOnce(BURST, i -> http.post("/auth/login/", Map.of("identifier", people.get(i).username(), "password", People.PASSWORD)));
    }

    /** Whose hashes are today's: one of the earlier system's would be hashed anew. */
    private List<Person> people() {
        List<Person> people = IntStream.range(0, BURST).mapToObj(i -> People.somebody("burst")).toList();
        people.get(0).signIn(http);
        Sql.update("UPDATE users SET password = (SELECT password FROM users WHERE id = ?) WHERE username LIKE 'burst-%'", people.get(0).id());
        return people;
    }
}
