package org.notechondria.support;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.json.Json;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A provider that says whatever a test wants, also what no honest one would: OpenID Connect issuers ({@code google}, {@code acme}, {@code slow}, and {@code faulty}, whose
 * discovery and keys a test may break) and GitHub on one WireMock, which the deployment under test is configured with.
 */
public final class ProviderStub {
    public static final String CLIENT_ID = "the-client";
    /** Where clients of the tests come back to. */
    public static final String REDIRECT = "https://app.example.org/back";
    private static final WireMockServer SERVER = new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1").containerThreads(120));
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Map<String, ProviderStub> ISSUERS = new HashMap<>();

    private final String name;
    private RSAKey key = newKey();

    private ProviderStub(String name) {
        this.name = name;
        discoveryAnswers(okJson(discovery(issuer())));
        publish(key);
    }

    /** What an honest provider with this issuer says of itself. */
    public static String discovery(String issuer) {
        return """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token", "jwks_uri": "%1$s/keys",
                 "response_types_supported": ["code"], "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]}""".formatted(issuer);
    }

    public void discoveryAnswers(ResponseDefinitionBuilder answer) {
        SERVER.stubFor(get("/" + name + "/.well-known/openid-configuration").willReturn(answer));
    }

    public void keysAnswer(ResponseDefinitionBuilder answer) {
        SERVER.stubFor(get("/" + name + "/keys").willReturn(answer));
    }

    /** The issuer of that name; the same for the life of the tests. */
    public static synchronized ProviderStub named(String name) {
        if (!SERVER.isRunning()) {
            SERVER.start();
        }
        return ISSUERS.computeIfAbsent(name, ProviderStub::new);
    }

    /** How a deployment is configured to sign people in through these. */
    public static Map<String, String> settings() {
        String google = named("google").issuer();
        String acme = named("acme").issuer();
        return Map.ofEntries(
                Map.entry("notechondria.oauth.google.client-id", CLIENT_ID), Map.entry("notechondria.oauth.google.client-secret", "s3cret-of-google"),
                Map.entry("notechondria.oauth.google.issuer", google), Map.entry("notechondria.oauth.google.redirect-uri", REDIRECT),
                Map.entry("notechondria.oauth.github.client-id", CLIENT_ID), Map.entry("notechondria.oauth.github.client-secret", "s3cret-of-github"),
                Map.entry("notechondria.oauth.github.url", SERVER.baseUrl() + "/github"), Map.entry("notechondria.oauth.github.api-url", SERVER.baseUrl() + "/github-api"),
                Map.entry("notechondria.oauth.oidc.acme.issuer", acme), Map.entry("notechondria.oauth.oidc.acme.client-id", CLIENT_ID),
                Map.entry("notechondria.oauth.oidc.acme.client-secret", "s3cret-of-acme"), Map.entry("notechondria.oauth.oidc.acme.label", "Acme"),
                Map.entry("notechondria.oauth.oidc.faulty.issuer", named("faulty").issuer()), Map.entry("notechondria.oauth.oidc.faulty.client-id", CLIENT_ID),
                Map.entry("notechondria.oauth.oidc.faulty.client-secret", "s3cret-of-faulty"),
                Map.entry("notechondria.oauth.oidc.slow.issuer", named("slow").issuer()), Map.entry("notechondria.oauth.oidc.slow.client-id", CLIENT_ID),
                Map.entry("notechondria.oauth.oidc.slow.client-secret", "s3cret-of-slow"),
                Map.entry("notechondria.oauth.redirect-uris", REDIRECT + ",org.example.app:/back"), Map.entry("notechondria.oauth.frontend-url", "https://app.example.org/signed-in"));
    }

    public String issuer() {
        return SERVER.baseUrl() + "/" + name;
    }

    public RSAKey key() {
        return key;
    }

    /** What an honest ID token says of a person who has not been here before. */
    public JWTClaimsSet.Builder somebody() {
        int n = NUMBER.incrementAndGet();
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder().issuer(issuer()).subject("subject-" + n + "-" + UUID.randomUUID()).audience(CLIENT_ID)
                .issueTime(Date.from(now)).expirationTime(Date.from(now.plusSeconds(300)))
                .claim("email", "oauth-" + n + "-" + UUID.randomUUID().toString().substring(0, 8) + "@example.org").claim("email_verified", true)
                .claim("given_name", "Grace").claim("family_name", "Hopper");
    }

    /** Signed as an honest provider does. */
    public String token(JWTClaimsSet claims) {
        return token(claims, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), key);
    }

    public static String token(JWTClaimsSet claims, JWSHeader header, RSAKey signer) {
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(signer));
            return token.serialize();
        } catch (JOSEException unsigned) {
            throw new IllegalStateException(unsigned);
        }
    }

    /** A code that this provider exchanges for the token, as often as it is asked: that it works once is our own doing. */
    public String codeFor(String idToken) {
        return codeAnsweredWith(okJson(Json.createObjectBuilder().add("access_token", "at").add("token_type", "Bearer").add("id_token", idToken).build().toString()));
    }

    /** From now on the code is exchanged for that. */
    public void codeAnswers(String code, String idToken) {
        SERVER.stubFor(post("/" + name + "/token").withRequestBody(containing(code)).willReturn(okJson("{\"access_token\": \"at\", \"token_type\": \"Bearer\", \"id_token\": \"" + idToken + "\"}")));
    }

    /** A code for which the token endpoint answers that. */
    public String codeAnsweredWith(ResponseDefinitionBuilder answer) {
        String code = "code-" + UUID.randomUUID();
        SERVER.stubFor(post("/" + name + "/token").withRequestBody(containing(code)).willReturn(answer));
        return code;
    }

    /** How many times the token endpoint was asked about this code. */
    public int exchangesOf(String code) {
        return SERVER.countRequestsMatching(postRequestedFor(urlPathEqualTo("/" + name + "/token")).withRequestBody(containing(code)).build()).getCount();
    }

    /** How many times it was asked for its discovery document, or for its keys. */
    public int fetches() {
        return SERVER.countRequestsMatching(getRequestedFor(urlPathEqualTo("/" + name + "/.well-known/openid-configuration")).build()).getCount()
                + SERVER.countRequestsMatching(getRequestedFor(urlPathEqualTo("/" + name + "/keys")).build()).getCount();
    }

    /** What was sent with this code. */
    public String exchangeOf(String code) {
        return SERVER.findAll(postRequestedFor(urlPathEqualTo("/" + name + "/token")).withRequestBody(containing(code))).get(0).getBodyAsString();
    }

    /** From now on it signs with another key, under another id. */
    public void rotateKey() {
        key = newKey();
        publish(key);
    }

    /** How a node (environment variables) is configured to sign people in through it as {@code liar}. */
    public Map<String, String> asLiar() {
        return Map.of("NOTECHONDRIA_OAUTH_OIDC_LIAR_ISSUER", issuer(), "NOTECHONDRIA_OAUTH_OIDC_LIAR_CLIENT_ID", CLIENT_ID,
                "NOTECHONDRIA_OAUTH_OIDC_LIAR_CLIENT_SECRET", "s3cret-of-the-liar", "NOTECHONDRIA_OAUTH_OIDC_LIAR_REDIRECT_URI", REDIRECT);
    }

    private void publish(RSAKey published) {
        keysAnswer(okJson(new JWKSet(published.toPublicJWK()).toString()));
    }

    public static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).algorithm(JWSAlgorithm.RS256).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A GitHub code of this person; {@code user} is what its API says, and {@code emails} how it answers the question for addresses. */
    public static String gitHubCode(String user, ResponseDefinitionBuilder emails) {
        String code = "code-" + UUID.randomUUID();
        String accessToken = "at-" + UUID.randomUUID();
        named("google"); // the server runs
        SERVER.stubFor(post("/github/login/oauth/access_token").withRequestBody(containing(code))
                .willReturn(okJson("{\"access_token\": \"" + accessToken + "\", \"token_type\": \"bearer\"}")));
        SERVER.stubFor(get("/github-api/user").withHeader("Authorization", containing(accessToken)).willReturn(okJson(user)));
        SERVER.stubFor(get("/github-api/user/emails").withHeader("Authorization", containing(accessToken)).willReturn(emails));
        return code;
    }

    /** A GitHub code that its token endpoint answers so. */
    public static String gitHubCodeAnsweredWith(ResponseDefinitionBuilder answer) {
        String code = "code-" + UUID.randomUUID();
        SERVER.stubFor(post("/github/login/oauth/access_token").withRequestBody(containing(code)).willReturn(answer));
        return code;
    }
}
