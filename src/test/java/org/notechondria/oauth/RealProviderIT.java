package org.notechondria.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.notechondria.support.Http;
import org.notechondria.support.Keycloak;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.Race;
import org.notechondria.support.SharedNodes;
import org.notechondria.support.Sql;
import org.notechondria.support.TestNodes.TestNode;

/**
 * Wire contract, section 6, against Keycloak: two nodes that take only sign-ins which began here ({@code notechondria.oauth.require-state}), a client that
 * Keycloak demands PKCE of, and a browser that fills in its form.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealProviderIT {
    private static final List<String> secrets = new ArrayList<>();
    private static Keycloak keycloak;
    private static TestNode one;
    private static TestNode other;

    @BeforeAll
    static void start() throws Exception {
        keycloak = SharedNodes.keycloak();
        one = SharedNodes.pair().get(0);
        other = SharedNodes.pair().get(1);
    }

    @AfterAll
    static void stop() throws Exception {
        Sql.speakTo(null);
        keycloak.close();
    }

    /** Begins on one node, signs in at Keycloak, and says what the client then posts to whichever node. */
    private static Map<String, Object> broughtBack(Http http, String intent, String username, String... headers) throws Exception {
        Http.Answer started = http.post("/auth/oauth/start/", Map.of("provider", "acme", "intent", intent), headers);
        assertThat(started.status()).as(started.toString()).isEqualTo(200);
        URI back = Keycloak.signIn(URI.create(started.json().getString("authorization_url")), username);
        assertThat(back.toString()).startsWith(Keycloak.REDIRECT + "?");
        Map<String, String> query = Arrays.stream(back.getRawQuery().split("&")).map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        assertThat(query.get("state")).isEqualTo(started.json().getString("state"));
        secrets.addAll(List.of(query.get("code"), query.get("state"), started.json().getString("state_secret")));
        return new HashMap<>(Map.of("code", query.get("code"), "state", query.get("state"), "state_secret", started.json().getString("state_secret"), "intent", intent));
    }

    @Test
    @Order(1)
    void a_login_of_a_stranger_is_404_and_a_registration_makes_the_person_on_whichever_node() throws Exception {
        Http.Answer stranger = other.http().post("/auth/oidc/acme/", broughtBack(one.http(), "login", "grace"));
        assertThat(stranger.status()).as(stranger.toString()).isEqualTo(404);
        Http.Answer made = other.http().post("/auth/oidc/acme/", broughtBack(one.http(), "register", "grace"), "User-Agent", "Mozilla/5.0 (Macintosh)");
        assertThat(made.status()).as(made.toString()).isEqualTo(200);
        JsonObject user = made.json().getJsonObject("user");
        assertThat(user.getString("email")).isEqualTo("grace@acme.example");
        assertThat(user.getString("display_name")).isEqualTo("Grace Hopper");
        assertThat(user.getString("username")).isEqualTo("grace");
        assertThat(one.http().get("/auth/check/", "Authorization", "Token " + made.json().getString("token")).status()).isEqualTo(200);
    }

    @Test
    @Order(2)
    void she_signs_in_again_on_a_second_device_and_sees_both() throws Exception {
        JsonObject again = one.http().post("/auth/oidc/acme/", broughtBack(other.http(), "login", "grace"), "User-Agent", "Mozilla/5.0 (iPhone)").json();
        assertThat(again.getBoolean("multi_device")).isTrue();
        assertThat(again.getInt("other_sessions_count")).isEqualTo(1);
    }

    @Test
    @Order(3)
    void I4_a_code_and_a_state_of_a_real_provider_work_once() throws Exception {
        Map<String, Object> back = broughtBack(one.http(), "login", "grace");
        assertThat(one.http().post("/auth/oidc/acme/", back).status()).isEqualTo(200);
        assertThat(other.http().post("/auth/oidc/acme/", back).status()).isEqualTo(400);
        Map<String, Object> fresh = broughtBack(one.http(), "login", "grace");
        fresh.put("code", back.get("code"));
        assertThat(other.http().post("/auth/oidc/acme/", fresh).status()).isEqualTo(400);
    }

    @Test
    @Order(4)
    void a_person_with_a_password_binds_lists_and_unlinks() throws Exception {
        Credential anna = People.somebody("anna").on(one.http(), "Mac");
        Http.Answer taken = one.http().post("/auth/bind/oidc/acme/", broughtBack(one.http(), "bind", "grace", anna.header()), anna.header());
        assertThat(taken.status()).as(taken.toString()).isEqualTo(409);
        Http.Answer bound = one.http().post("/auth/bind/oidc/acme/", broughtBack(one.http(), "bind", "unproven", anna.header()), anna.header());
        assertThat(bound.status()).as(bound.toString()).isEqualTo(201);
        assertThat(other.http().get("/auth/social-accounts/", anna.header()).body()).contains("unproven@acme.example");
        assertThat(other.http().delete("/auth/social-accounts/acme/", anna.header()).status()).isEqualTo(204);
    }

    @Test
    @Order(5)
    void an_address_that_Keycloak_does_not_call_verified_is_not_taken() throws Exception {
        JsonObject user = one.http().post("/auth/oidc/acme/", broughtBack(one.http(), "register", "unproven")).json().getJsonObject("user");
        assertThat(user.getString("email")).isEmpty();
        assertThat(user.getString("username")).isEqualTo("unproven");
    }

    @Test
    @Order(6)
    void a_code_alone_is_not_enough_where_state_is_required() {
        Http.Answer answer = one.http().post("/auth/oidc/acme/", Map.of("code", "x", "state", "y"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).isEqualTo("state: This field is required, with state_secret: begin at /auth/oauth/start/.");
    }

    @Test
    @Order(7)
    void a_provider_that_is_not_configured_is_503_to_sign_in_and_to_bind() {
        Credential anna = People.somebody("anna").on(one.http(), "Mac");
        for (String name : new String[] {"google", "github"}) {
            for (Http.Answer answer : new Http.Answer[] {one.http().post("/auth/" + name + "/", Map.of("code", "x")), one.http().post("/auth/bind/" + name + "/", Map.of("code", "x"), anna.header())}) {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.detail()).isEqualTo("Sign-in through this provider is not configured.");
                assertThat(answer.header("Retry-After")).isNotBlank();
            }
        }
        assertThat(one.http().get("/auth/oauth-config/").json().getJsonObject("google").getString("client_id")).isEmpty();
        assertThat(one.http().sendRaw("GET", "/auth/google/callback?code=x", null).status()).as("no frontend is configured").isEqualTo(404);
    }

    @Test
    @Order(8)
    void I4_A09_one_sign_in_that_many_bring_to_two_nodes_at_the_same_instant_makes_one_session() throws Exception {
        for (int round = 0; round < 3; round++) {
            long before = Sql.count("SELECT count(*) FROM session WHERE origin = 'oauth:acme'");
            Map<String, Object> back = broughtBack(one.http(), "login", "grace");
            List<Http.Answer> answers = Race.atOnce(40, i -> (i % 2 == 0 ? one : other).http().post("/auth/oidc/acme/", back));
            assertThat(answers).extracting(Http.Answer::status).filteredOn(status -> status == 200).hasSize(1);
            assertThat(answers).extracting(Http.Answer::status).containsOnly(200, 400);
            assertThat(Sql.count("SELECT count(*) FROM session WHERE origin = 'oauth:acme'")).isEqualTo(before + 1);
        }
    }

    @Test
    @Order(9)
    void I9_neither_codes_nor_states_nor_secrets_are_in_the_log() throws Exception {
        assertThat(secrets).isNotEmpty();
        for (TestNode node : List.of(one, other)) {
            String log = Files.readString(node.log());
            assertThat(log).doesNotContain("s3cret-of-the-realm");
            assertThat(secrets).noneMatch(log::contains);
        }
    }

    @Test
    @Order(10)
    void F20_a_provider_that_is_gone_is_502_and_everything_else_goes_on() throws Exception {
        Map<String, Object> back = broughtBack(one.http(), "login", "grace");
        Credential anna = People.somebody("anna").on(one.http(), "Mac");
        keycloak.kill();
        Http.Answer answer = one.http().post("/auth/oidc/acme/", back);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(502);
        assertThat(answer.detail()).isEqualTo("Acme can't be reached right now. Try again later.");
        assertThat(one.http().get("/auth/check/", anna.header()).status()).isEqualTo(200);
    }
}
