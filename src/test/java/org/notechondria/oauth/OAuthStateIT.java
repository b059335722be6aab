package org.notechondria.oauth;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.ProviderStub;
import org.notechondria.support.Sql;

/** A sign-in that begins here: state, nonce and PKCE, each bound to the client that began it, once and for ten minutes. */
class OAuthStateIT extends ContractTest {
    private static final ProviderStub GOOGLE = ProviderStub.named("google");
    private static final String INVALID = "state: This sign-in was not begun here, or it is over. Start it again.";

    /** A sign-in that was begun, and what its browser would carry to the provider. */
    private record Begun(String state, String secret, Map<String, String> query) {
        Map<String, Object> back(String code) {
            return new HashMap<>(Map.of("code", code, "state", state, "state_secret", secret, "intent", "register"));
        }
    }

    private Begun begin(String provider, String intent, String... headers) {
        Http.Answer answer = http.post("/auth/oauth/start/", Map.of("provider", provider, "redirect_uri", ProviderStub.REDIRECT, "intent", intent), headers);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        JsonObject json = answer.json();
        assertThat(json.getInt("expires_in")).isEqualTo(600);
        return new Begun(json.getString("state"), json.getString("state_secret"), queryOf(URI.create(json.getString("authorization_url"))));
    }

    private static Map<String, String> queryOf(URI url) {
        return Arrays.stream(url.getRawQuery().split("&")).map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static String codeFor(Begun begun) {
        return GOOGLE.codeFor(GOOGLE.token(GOOGLE.somebody().claim("nonce", begun.query().get("nonce")).build()));
    }

    @Test
    void a_client_that_says_no_intent_either_time_registers() {
        Http.Answer begun = http.post("/auth/oauth/start/", Map.of("provider", "google", "redirect_uri", ProviderStub.REDIRECT));
        JsonObject json = begun.json();
        Begun here = new Begun(json.getString("state"), json.getString("state_secret"), queryOf(URI.create(json.getString("authorization_url"))));
        Map<String, Object> back = here.back(codeFor(here));
        back.remove("intent");
        assertThat(http.post("/auth/google/", back).status()).isEqualTo(200);
    }

    @Test
    void the_authorization_url_asks_for_a_code_with_state_nonce_and_PKCE_S256() {
        Begun begun = begin("google", "register");
        assertThat(begun.query()).containsEntry("response_type", "code").containsEntry("client_id", ProviderStub.CLIENT_ID).containsEntry("redirect_uri", ProviderStub.REDIRECT)
                .containsEntry("scope", "openid email profile").containsEntry("state", begun.state()).containsEntry("code_challenge_method", "S256").containsKey("nonce");
        assertThat(begun.query().values()).doesNotContain(begun.secret());
    }

    @Test
    void the_code_is_exchanged_with_the_verifier_of_the_challenge_and_the_same_redirect_address() throws Exception {
        Begun begun = begin("google", "register");
        String code = codeFor(begun);
        assertThat(http.post("/auth/google/", begun.back(code)).status()).isEqualTo(200);
        Map<String, String> sent = queryOf(URI.create("http://x/?" + GOOGLE.exchangeOf(code)));
        byte[] challenge = MessageDigest.getInstance("SHA-256").digest(sent.get("code_verifier").getBytes(StandardCharsets.US_ASCII));
        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(challenge)).isEqualTo(begun.query().get("code_challenge"));
        assertThat(sent).containsEntry("redirect_uri", ProviderStub.REDIRECT).containsEntry("grant_type", "authorization_code");
    }

    @Test
    void I4_a_state_works_once() {
        Begun begun = begin("google", "register");
        assertThat(http.post("/auth/google/", begun.back(codeFor(begun))).status()).isEqualTo(200);
        assertProblem(http.post("/auth/google/", begun.back(codeFor(begun))), 400, INVALID);
    }

    @Test
    void a_state_that_was_never_issued_is_refused() {
        assertProblem(http.post("/auth/google/", Map.of("code", "x", "state", "made-up", "state_secret", "made-up")), 400, INVALID);
    }

    @Test
    void a_state_is_good_for_ten_minutes_and_no_longer() {
        Begun begun = begin("google", "register");
        Begun late = begin("google", "register");
        Sql.clockOfTheTablesAhead(Duration.ofMinutes(10).minusSeconds(5));
        JWTClaimsSet.Builder then = GOOGLE.somebody().expirationTime(java.util.Date.from(java.time.Instant.now().plusSeconds(3600)));
        String code = GOOGLE.codeFor(GOOGLE.token(then.claim("nonce", begun.query().get("nonce")).build()));
        assertThat(http.post("/auth/google/", begun.back(code)).status()).isEqualTo(200);
        Sql.clockOfTheTablesAhead(Duration.ofMinutes(10).plusSeconds(1));
        assertProblem(http.post("/auth/google/", late.back(codeFor(late))), 400, INVALID);
    }

    @Test
    void a_state_of_another_provider_is_refused_and_stays_good_for_its_own() {
        Begun begun = begin("google", "register");
        assertProblem(http.post("/auth/oidc/acme/", begun.back("x")), 400, INVALID);
        assertThat(http.post("/auth/google/", begun.back(codeFor(begun))).status()).isEqualTo(200);
    }

    @Test
    void a_state_without_the_secret_of_the_client_that_began_it_is_refused() {
        Begun begun = begin("google", "register");
        Map<String, Object> stolen = begun.back(codeFor(begun));
        stolen.put("state_secret", begin("google", "register").secret());
        assertProblem(http.post("/auth/google/", stolen), 400, INVALID);
    }

    @Test
    void a_state_for_another_purpose_or_another_redirect_address_is_refused() {
        Begun begun = begin("google", "login");
        assertProblem(http.post("/auth/google/", begun.back("x")), 400, INVALID);
        Begun other = begin("google", "register");
        Map<String, Object> back = other.back(codeFor(other));
        back.put("redirect_uri", "org.example.app:/back");
        assertProblem(http.post("/auth/google/", back), 400, INVALID);
    }

    @Test
    void a_token_with_another_nonce_or_none_is_refused() {
        for (String nonce : new String[] {"another", null}) {
            Begun begun = begin("google", "register");
            JWTClaimsSet claims = GOOGLE.somebody().claim("nonce", nonce).build();
            assertProblem(http.post("/auth/google/", begun.back(GOOGLE.codeFor(GOOGLE.token(claims)))), 400, "Google did not confirm this sign-in. Start it again.");
            assertThat(Sql.count("SELECT count(*) FROM users WHERE email = ?", claims.getClaim("email"))).isZero();
        }
    }

    @Test
    void a_state_that_binds_is_its_beginners_alone() {
        Credential anna = People.somebody("anna").on(http, "Mac");
        Credential ben = People.somebody("ben").on(http, "Mac");
        Begun begun = begin("google", "bind", anna.header());
        assertProblem(http.post("/auth/bind/google/", begun.back(codeFor(begun)), ben.header()), 400, INVALID);
        assertThat(http.post("/auth/bind/google/", begun.back(codeFor(begun)), anna.header()).status()).isEqualTo(201);
    }

    @Test
    void to_begin_a_binding_asks_for_a_session() {
        Map<String, Object> body = Map.of("provider", "google", "intent", "bind");
        assertProblem(http.post("/auth/oauth/start/", body), 401, "Authentication credentials were not provided.");
        Credential anna = People.somebody("anna").on(http, "Mac");
        String apiKey = http.send("POST", "/auth/rotate-api-key/", null, anna.header()).json().getString("api_key");
        assertProblem(http.post("/auth/oauth/start/", body, "Authorization", "Bearer " + apiKey), 403, "A session is required.");
    }

    @Test
    void redirect_addresses_are_an_exact_list() {
        for (String wrong : new String[] {"https://app.example.org/back/", "https://app.example.org/back?x=1", "https://app.example.org.evil.example/back", "http://app.example.org/back",
                "https://APP.example.org/back", "https://app.example.org/back#x"}) {
            assertProblem(http.post("/auth/oauth/start/", Map.of("provider", "google", "redirect_uri", wrong)), 400, "redirect_uri: This redirect address is not allowed.");
            assertProblem(http.post("/auth/google/", Map.of("code", "x", "redirect_uri", wrong)), 400, "redirect_uri: This redirect address is not allowed.");
        }
        assertThat(http.post("/auth/oauth/start/", Map.of("provider", "google", "redirect_uri", "org.example.app:/back")).status()).isEqualTo(200);
    }

    @Test
    void the_fixed_state_of_a_deployed_client_is_not_mistaken_for_one_of_ours() {
        String code = GOOGLE.codeFor(GOOGLE.token(GOOGLE.somebody().build()));
        assertThat(http.post("/auth/google/", Map.of("code", code, "state", "google")).status()).isEqualTo(200);
    }

    @Test
    void a_provider_without_a_redirect_address_needs_one_of_the_client() {
        assertProblem(http.post("/auth/oauth/start/", Map.of("provider", "acme")), 400, "redirect_uri: This field is required: the provider has no redirect address of its own.");
        assertThat(http.post("/auth/oauth/start/", Map.of("provider", "github")).status()).isEqualTo(200); // which knows its own
    }

    @Test
    void a_sign_in_whose_provider_was_not_reached_may_be_brought_again_until_it_expires() {
        Begun begun = begin("google", "register");
        String code = GOOGLE.codeAnsweredWith(aResponse().withStatus(500));
        assertThat(http.post("/auth/google/", begun.back(code)).status()).isEqualTo(502);
        GOOGLE.codeAnswers(code, GOOGLE.token(GOOGLE.somebody().claim("nonce", begun.query().get("nonce")).build()));
        assertThat(http.post("/auth/google/", begun.back(code)).status()).isEqualTo(200);
        assertProblem(http.post("/auth/google/", begun.back(code)), 400, INVALID);
    }

    @Test
    void I9_neither_state_nor_secret_nor_verifier_nor_code_is_in_the_database() {
        Begun begun = begin("google", "register");
        String code = codeFor(begun);
        String rows = (String) Sql.one("SELECT string_agg(CAST(s AS text), ' ') FROM oauth_state s");
        assertThat(rows).doesNotContain(begun.state()).doesNotContain(begun.secret()).doesNotContain(begun.query().get("nonce"));
        http.post("/auth/google/", begun.back(code));
        assertThat((String) Sql.one("SELECT string_agg(CAST(s AS text), ' ') FROM oauth_spent s")).doesNotContain(code);
    }
}
