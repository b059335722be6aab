package org.notechondria.attack;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
import org.notechondria.support.LegacyHash;
import org.notechondria.support.People;
import org.notechondria.support.People.Person;
import org.notechondria.support.Sql;

/** Every public call that takes an address: a known, an unknown, a pending and a disabled one are answered alike to the last header. */
class NobodyLearnsWhoHasAnAccountIT extends ContractTest {
    private static final Set<String> THEIR_OWN = Set.of("email", "registration_id");
    private static int number;
    private final Map<String, String> addresses = new LinkedHashMap<>();

    @BeforeEach
    void fourAddresses() {
        Person known = People.somebody("known");
        Person disabled = People.somebody("disabled");
        Sql.update("UPDATE users SET is_active = false WHERE id = ?", disabled.id());
        Person withoutPassword = People.somebody("oauth");
        Sql.update("UPDATE users SET password = NULL WHERE id = ?", withoutPassword.id());
        String pending = freshName() + "@example.org";
        assertThat(http.post("/auth/register/", Map.of("username", freshName(), "email", pending, "password", People.PASSWORD)).status()).isEqualTo(201);
        addresses.put("known", known.email());
        addresses.put("disabled", disabled.email());
        addresses.put("without a password", withoutPassword.email());
        addresses.put("pending", pending);
        addresses.put("unknown", freshName() + "@example.org");
    }

    @Test
    void A12_a_failed_sign_in() {
        assertAlike(email -> http.post("/auth/login/", Map.of("identifier", email, "password", "not-the-password")), 400);
        assertAlike(email -> http.post("/auth/login/", Map.of("email", email, "password", "x".repeat(5000))), 400);
    }

    @Test
    void A12_a_right_password_of_whoever_may_not_sign_in() {
        addresses.remove("known");
        assertAlike(email -> http.post("/auth/login/", Map.of("identifier", email, "password", People.PASSWORD)), 400);
    }

    /** Hashes of the earlier system take another time than today's: while the table is full of them, an address that nobody has takes theirs. */
    @Test
    void A12_an_unknown_address_takes_the_time_of_somebodys_hash() {
        Sql.update("CREATE TABLE their_own AS SELECT id, password FROM users");
        try {
            Sql.update("UPDATE users SET password = ? WHERE password IS NOT NULL", LegacyHash.of("somebody's", 500_000));
            Map<String, Duration> fastest = new HashMap<>();
            for (int turn = 0; turn < 3; turn++) { // in turn: the machine is as busy for each
                List.of("known", "unknown", "without a password").forEach(kind -> fastest.merge(kind, timeOf(kind), (a, b) -> a.compareTo(b) < 0 ? a : b));
            }
            assertThat(fastest.values()).allMatch(time -> time.compareTo(fastest.get("known").dividedBy(2)) > 0);
        } finally {
            Sql.update("UPDATE users SET password = their_own.password FROM their_own WHERE their_own.id = users.id");
            Sql.update("DROP TABLE their_own");
        }
    }

    private Duration timeOf(String kind) {
        long begin = System.nanoTime();
        assertThat(http.post("/auth/login/", Map.of("identifier", addresses.get(kind), "password", "not-the-password")).status()).isEqualTo(400);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Test
    void A12_a_registration() {
        assertAlike(email -> http.post("/auth/register/", Map.of("username", freshName(), "email", email, "password", People.PASSWORD)), 201);
    }

    @Test
    void A12_a_resend() {
        assertAlike(email -> http.post("/auth/resend-verification/", Map.of("email", email)), 200);
    }

    @Test
    void A12_a_wrong_code_of_a_registration() {
        assertAlike(email -> http.post("/auth/verify-email/", Map.of("email", email, "code", "000000")), 400);
        assertAlike(email -> http.post("/auth/verify-email/", Map.of("email", email, "code", "000000", "registration_id", 17)), 400);
    }

    @Test
    void A12_a_password_reset_and_a_wrong_code_of_one() {
        assertAlike(email -> http.post("/auth/password-reset/", Map.of("email", email)), 200);
        assertAlike(email -> http.post("/auth/password-reset/confirm/", Map.of("email", email, "code", "000000", "password", "copper-heron-17")), 400);
    }

    private void assertAlike(Function<String, Http.Answer> call, int status) {
        List<String> shapes = new ArrayList<>();
        addresses.forEach((kind, email) -> {
            Http.Answer answer = call.apply(email);
            assertThat(answer.status()).as("%s: %s", kind, answer).isEqualTo(status);
            shapes.add(shape(answer));
        });
        assertThat(new HashSet<>(shapes)).as("one answer for %s", addresses.keySet()).hasSize(1);
    }

    /** Headers but for the time, and the body but for what echoes the request or is drawn by lot: of that its type alone, and where there is some no length. */
    private static String shape(Http.Answer answer) {
        JsonObject body = answer.json();
        var shown = Json.createObjectBuilder();
        body.forEach((name, value) -> shown.add(name, THEIR_OWN.contains(name) && answer.status() < 300 ? Json.createValue(value.getValueType().name()) : value));
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(answer.headers().map());
        headers.replace("Date", List.of());
        if (answer.status() < 300 && body.keySet().stream().anyMatch(THEIR_OWN::contains)) {
            headers.replace("Content-Length", List.of());
        }
        return headers + " " + shown.build();
    }

    private static String freshName() {
        return "a" + ++number + "-" + Long.toString(System.nanoTime(), 36);
    }
}
