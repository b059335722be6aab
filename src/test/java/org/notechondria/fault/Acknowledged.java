package org.notechondria.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Person;

/** What the service said that it had done, to be compared later with what is (promises I3 and I6). Thread-safe. */
final class Acknowledged {
    private final Queue<String> minted = new ConcurrentLinkedQueue<>();
    private final Queue<String> revoked = new ConcurrentLinkedQueue<>();

    /** Signs in, and every other time out again. @return the last answer */
    Http.Answer mintAndPerhapsRevoke(Http http, Person person) {
        Http.Answer signedIn = http.post("/auth/login/", Map.of("identifier", person.username(), "password", People.PASSWORD));
        if (signedIn.status() != 200) {
            return signedIn;
        }
        String key = signedIn.json().getString("token");
        if (signedIn.json().getJsonObject("session").getInt("id") % 2 == 0) {
            minted.add(key);
            return signedIn;
        }
        Http.Answer signedOut = http.post("/auth/logout/", Map.of(), "Authorization", "Token " + key);
        if (signedOut.status() == 204) {
            revoked.add(key);
        }
        return signedOut; // otherwise it may have happened or not
    }

    void assertHeldBy(Http http) {
        assertThat(minted).isNotEmpty().allMatch(key -> check(http, key) == 200);
        assertThat(revoked).isNotEmpty().allMatch(key -> check(http, key) == 401);
    }

    private static int check(Http http, String key) {
        return http.get("/auth/check/", "Authorization", "Token " + key).status();
    }
}
