package org.notechondria.contract;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Person;

/** What the tests of the settings share: anna, who is signed in, and what she is answered. */
abstract class SettingsContract extends ContractTest {
    Person anna;
    String[] key;

    @BeforeEach
    void annaIsSignedIn() {
        anna = People.somebody("anna");
        key = anna.signedIn().header();
    }

    JsonObject settings() {
        return http.get("/settings/", key).json();
    }

    Http.Answer send(String json) {
        return http.send("PATCH", "/settings/", json.replace('\'', '"'), key);
    }

    JsonObject accepted(String json) {
        Http.Answer answer = send(json);
        assertThat(answer.status()).as(json + " got " + answer).isEqualTo(200);
        assertThat(answer.json()).isEqualTo(settings());
        return answer.json();
    }

    void assertRejected(String json, String... fields) {
        JsonObject before = settings();
        Http.Answer answer = send(json);
        assertThat(answer.status()).as(json + " got " + answer).isEqualTo(400);
        List<String> named = new ArrayList<>(answer.json().keySet());
        named.removeAll(List.of("type", "title", "status", "detail"));
        assertThat(named).as(json).containsExactly(fields);
        assertThat(settings()).as("nothing is kept of a rejected change").isEqualTo(before);
    }
}
