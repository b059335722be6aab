package org.notechondria.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.json.JsonObject;
import java.text.ParseException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.ProviderStub;
import org.notechondria.support.Sql;
import org.notechondria.support.TestDatabase;

/** Wire contract, section 6: sign-in through an OpenID Connect provider, as deployed clients do it: with a code alone. */
class OAuthSignInIT extends ContractTest {
    private static final ProviderStub GOOGLE = ProviderStub.named("google");

    private Http.Answer withCode(JWTClaimsSet claims, String intent) {
        return http.post("/auth/google/", Map.of("code", GOOGLE.codeFor(GOOGLE.token(claims)), "intent", intent), "User-Agent", "Mozilla/5.0 (iPhone)");
    }

    @Test
    void somebody_new_is_registered_without_a_password_and_signed_in_with_the_authentication_payload() {
        JWTClaimsSet claims = GOOGLE.somebody().build();
        Http.Answer answer = withCode(claims, "register");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        JsonObject user = answer.json().getJsonObject("user");
        String email = (String) claims.getClaim("email");
        assertThat(user.getString("email")).isEqualTo(email);
        assertThat(user.getString("username")).isEqualTo(email.substring(0, email.indexOf('@')));
        assertThat(user.getString("display_name")).isEqualTo("Grace Hopper");
        assertThat(user.getBoolean("is_staff")).isFalse();
        assertThat(answer.json().getJsonObject("session").getString("device_label")).isEqualTo("iPhone");
        assertThat(Sql.one("SELECT password FROM users WHERE email = ?", email)).isNull();
        assertThat(Sql.one("SELECT origin FROM session s JOIN users u ON u.id = s.user_id WHERE email = ?", email)).isEqualTo("oauth:google");
        assertThat(http.get("/auth/check/", "Authorization", "Token " + answer.json().getString("token")).status()).isEqualTo(200);
    }

    @Test
    void register_is_the_default_intent_and_signs_in_whoever_is_linked_already() {
        JWTClaimsSet claims = GOOGLE.somebody().build();
        JsonObject first = http.post("/auth/google/", Map.of("code", GOOGLE.codeFor(GOOGLE.token(claims)))).json();
        JsonObject second = http.post("/auth/google/", Map.of("code", GOOGLE.codeFor(GOOGLE.token(claims)))).json();
        assertThat(second.getJsonObject("user").getInt("id")).isEqualTo(first.getJsonObject("user").getInt("id"));
        assertThat(second.getBoolean("multi_device")).isTrue();
        assertThat(second.getString("token")).isNotEqualTo(first.getString("token"));
    }

    @Test
    void a_login_with_no_account_is_404_with_the_words_that_clients_look_for_and_makes_none() {
        JWTClaimsSet claims = GOOGLE.somebody().build();
        Http.Answer answer = withCode(claims, "login");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().getString("code")).isEqualTo("not_registered");
        assertThat(answer.detail()).startsWith("No account found");
        assertThat(Sql.count("SELECT count(*) FROM users WHERE email = ?", claims.getClaim("email"))).isZero();
    }

    @Test
    void an_id_token_does_in_the_place_of_a_code_once() {
        String token = GOOGLE.token(GOOGLE.somebody().build());
        assertThat(http.post("/auth/google/", Map.of("id_token", token)).status()).isEqualTo(200);
        assertProblem(http.post("/auth/google/", Map.of("id_token", token)), 400, "This sign-in through Google was used already. Start it again.");
    }

    @Test
    void I4_a_spent_id_token_is_spent_in_every_spelling() {
        String token = GOOGLE.token(GOOGLE.somebody().build());
        assertThat(http.post("/auth/google/", Map.of("id_token", token)).status()).isEqualTo(200);
        char last = token.charAt(token.length() - 1);
        for (String spelling : new String[] {token + "=", token + "!", "\u0001" + token, token.replaceFirst("\\.", ".\n"), token.substring(0, token.length() - 1) + (char) (last + 1)}) {
            assertThat(http.post("/auth/google/", Map.of("id_token", spelling)).status()).as(spelling).isEqualTo(400);
        }
        assertThat(Sql.count("SELECT count(*) FROM session s JOIN social_account a USING (user_id) WHERE a.subject = ?", subjectOf(token))).isEqualTo(1);
    }

    @Test
    void what_a_provider_says_of_itself_and_its_keys_are_fetched_once_for_many_sign_ins() {
        ProviderStub acme = ProviderStub.named("acme");
        int before = acme.fetches();
        for (int i = 0; i < 10; i++) {
            assertThat(http.post("/auth/oidc/acme/", Map.of("id_token", acme.token(acme.somebody().build()))).status()).isEqualTo(200);
        }
        assertThat(acme.fetches() - before).as("both once at the most, whatever ran before").isLessThanOrEqualTo(2);
        assertThat(acme.fetches()).isPositive();
    }

    private static String subjectOf(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet().getSubject();
        } catch (ParseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void intent_bind_code_and_token_together_and_neither_are_field_errors() {
        assertProblem(http.post("/auth/google/", Map.of("code", "x", "intent", "bind")), 400, "intent: Sign in and use the call that binds.");
        assertProblem(http.post("/auth/google/", Map.of("code", "x", "id_token", "a.b.c")), 400, "code: Send either a code or an ID token.");
        assertProblem(http.post("/auth/google/", Map.of("intent", "login")), 400, "code: Send either a code or an ID token.");
        assertProblem(http.post("/auth/google/", Map.of("code", "x", "intent", "steal")), 400, "intent: Must be login, register or bind.");
    }

    @Test
    void any_provider_of_the_configuration_has_its_own_path_and_others_are_not_found() {
        ProviderStub acme = ProviderStub.named("acme");
        Http.Answer answer = http.post("/auth/oidc/acme/", Map.of("code", acme.codeFor(acme.token(acme.somebody().build()))));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertProblem(http.post("/auth/oidc/nobody/", Map.of("code", "x")), 404, "Not found.");
        assertProblem(http.post("/auth/oidc/google/", Map.of("code", "x")), 404, "Not found.");
    }

    @Test
    void the_same_subject_of_two_issuers_is_two_people() {
        ProviderStub acme = ProviderStub.named("acme");
        JWTClaimsSet claims = GOOGLE.somebody().claim("email", null).build();
        JWTClaimsSet there = acme.somebody().subject(claims.getSubject()).claim("email", null).build();
        int one = withCode(claims, "register").json().getJsonObject("user").getInt("id");
        int other = http.post("/auth/oidc/acme/", Map.of("code", acme.codeFor(acme.token(there)))).json().getJsonObject("user").getInt("id");
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void a_taken_name_gets_a_number_and_what_no_name_may_hold_becomes_an_underscore() {
        String local = "gr.ce+" + Long.toString(System.nanoTime(), 36);
        String name = local.replaceAll("[.+]", "_");
        String first = withCode(GOOGLE.somebody().claim("email", local + "@one.example.org").build(), "register").json().getJsonObject("user").getString("username");
        String second = withCode(GOOGLE.somebody().claim("email", local + "@two.example.org").build(), "register").json().getJsonObject("user").getString("username");
        String third = withCode(GOOGLE.somebody().claim("email", local + "@three.example.org").build(), "register").json().getJsonObject("user").getString("username");
        assertThat(new String[] {first, second, third}).containsExactly(name, name + "_2", name + "_3");
    }

    @Test
    void a_name_that_a_pending_registration_holds_is_left_to_it() {
        String name = "held-" + Long.toString(System.nanoTime(), 36);
        assertThat(http.post("/auth/register/", Map.of("username", name, "email", name + "@elsewhere.example.org", "password", People.PASSWORD)).status()).isEqualTo(201);
        JsonObject payload = withCode(GOOGLE.somebody().claim("email", name + "@example.org").build(), "register").json();
        assertThat(payload.getJsonObject("user").getString("username")).isEqualTo(name + "_2");
    }

    @Test
    void a_pending_registration_of_the_address_is_not_activated_and_its_password_signs_nobody_in() {
        String name = "squatter-" + Long.toString(System.nanoTime(), 36);
        String email = name + "@example.org";
        assertThat(http.post("/auth/register/", Map.of("username", name + "-x", "email", email, "password", People.PASSWORD)).status()).isEqualTo(201);
        assertThat(withCode(GOOGLE.somebody().claim("email", email).build(), "register").status()).isEqualTo(200);
        assertThat(http.post("/auth/login/", Map.of("identifier", email, "password", People.PASSWORD)).status()).isEqualTo(400);
        assertThat(http.post("/auth/login/", Map.of("identifier", name + "-x", "password", People.PASSWORD)).status()).isEqualTo(400);
    }

    @Test
    void a_new_person_needs_an_invitation_as_in_registration_and_one_who_is_linked_does_not() {
        JWTClaimsSet known = GOOGLE.somebody().build();
        withCode(known, "register");
        String admin = http.post("/auth/login/", Map.of("identifier", "admin", "password", TestDatabase.ADMINISTRATORS_PASSWORD)).json().getString("token");
        String invitation = http.post("/admin/invitations/", Map.of("max_uses", 1), "Authorization", "Token " + admin).json().getString("code");
        try {
            JWTClaimsSet claims = GOOGLE.somebody().build();
            assertProblem(withCode(claims, "register"), 400, "invitation_code: An invitation code is required.");
            assertProblem(invited(claims, "AAAAA-AAAAA-AAAAA-AAAAA"), 400, "invitation_code: Invalid invitation code.");
            assertThat(withCode(known, "register").status()).isEqualTo(200);
            assertThat(invited(claims, invitation).status()).isEqualTo(200);
            assertThat(Sql.one("SELECT uses FROM invitation")).isEqualTo(1);
            assertProblem(invited(GOOGLE.somebody().build(), invitation), 400, "invitation_code: Invalid invitation code.");
        } finally {
            Sql.update("DELETE FROM invitation");
        }
    }

    private Http.Answer invited(JWTClaimsSet claims, String invitation) {
        return http.post("/auth/google/", Map.of("code", GOOGLE.codeFor(GOOGLE.token(claims)), "invitation_code", invitation));
    }

    @Test
    void a_deactivated_account_stays_deactivated() {
        JWTClaimsSet claims = GOOGLE.somebody().build();
        withCode(claims, "register");
        Sql.update("UPDATE users SET is_active = false WHERE email = ?", claims.getClaim("email"));
        assertProblem(withCode(claims, "login"), 403, "User account is disabled.");
        assertThat(Sql.one("SELECT is_active FROM users WHERE email = ?", claims.getClaim("email"))).isEqualTo(false);
    }

    @Test
    void the_configuration_names_every_provider_and_what_a_client_needs_to_begin() {
        JsonObject configuration = http.get("/auth/oauth-config/").json();
        assertThat(configuration.getJsonObject("google").getString("client_id")).isEqualTo(ProviderStub.CLIENT_ID);
        assertThat(configuration.getJsonObject("google").getString("redirect_uri")).isEqualTo(ProviderStub.REDIRECT);
        assertThat(configuration.getJsonObject("github").getString("redirect_uri")).isEmpty();
        assertThat(configuration.getJsonObject("acme").getString("label")).isEqualTo("Acme");
        assertThat(configuration.getJsonObject("acme").getString("path")).isEqualTo("/auth/oidc/acme/");
        assertThat(configuration.getString("start_path")).isEqualTo("/auth/oauth/start/");
        assertThat(configuration.getBoolean("require_state")).isFalse();
        assertThat(configuration.toString()).doesNotContain("s3cret");
    }
}
