package org.notechondria.attack;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
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

    /** Header names, and the body but for what echoes the request or is drawn by lot: of that its type alone. */
    private static String shape(Http.Answer answer) {
        JsonObject body = answer.json();
        var shown = Json.createObjectBuilder();
        body.forEach((name, value) -> shown.add(name, THEIR_OWN.contains(name) && answer.status() < 300 ? Json.createValue(value.getValueType().name()) : value));
        return answer.headers().map().keySet() + " " + shown.build();
    }

    private static String freshName() {
        return "a" + ++number + "-" + Long.toString(System.nanoTime(), 36);
    }
}
