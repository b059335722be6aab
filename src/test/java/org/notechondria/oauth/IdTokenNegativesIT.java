package org.notechondria.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
import org.notechondria.support.ProviderStub;
import org.notechondria.support.Sql;

/** A15: an ID token that is not ours, not now or not signed by its issuer is refused: no session, no person. Each way of bringing it: by a code and by itself. */
class IdTokenNegativesIT extends ContractTest {
    private static final ProviderStub GOOGLE = ProviderStub.named("google");
    private static final String REFUSED = "Google did not confirm this sign-in. Start it again.";

    private void assertRefused(UnaryOperator<JWTClaimsSet.Builder> lie) {
        JWTClaimsSet claims = lie.apply(GOOGLE.somebody()).build();
        assertRefused(claims, GOOGLE.token(claims));
    }

    private void assertRefused(JWTClaimsSet claims, String token) {
        for (Map<String, String> body : List.of(Map.of("code", GOOGLE.codeFor(token)), Map.of("id_token", token))) {
            assertProblem(http.post("/auth/google/", body), 400, REFUSED);
        }
        assertThat(Sql.count("SELECT count(*) FROM users WHERE email = ?", claims.getClaim("email"))).isZero();
        assertThat(Sql.count("SELECT count(*) FROM social_account WHERE email = ?", claims.getClaim("email"))).isZero();
    }

    private static Date inSeconds(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    @Test
    void another_issuers_is_refused() {
        assertRefused(claims -> claims.issuer(ProviderStub.named("acme").issuer()));
    }

    @Test
    void one_without_an_issuer_is_refused() {
        assertRefused(claims -> claims.issuer(null));
    }

    @Test
    void one_for_another_client_is_refused() {
        assertRefused(claims -> claims.audience("another-client"));
    }

    @Test
    void one_for_nobody_is_refused() {
        assertRefused(claims -> claims.audience((String) null));
    }

    @Test
    void one_that_another_party_was_authorized_with_is_refused() {
        assertRefused(claims -> claims.claim("azp", "another-client"));
    }

    @Test
    void one_for_several_that_names_no_authorized_party_is_refused() {
        assertRefused(claims -> claims.audience(List.of(ProviderStub.CLIENT_ID, "another-client")));
    }

    @Test
    void one_for_several_that_was_made_for_us_is_taken() {
        String token = GOOGLE.token(GOOGLE.somebody().audience(List.of(ProviderStub.CLIENT_ID, "another-client")).claim("azp", ProviderStub.CLIENT_ID).build());
        assertThat(http.post("/auth/google/", Map.of("id_token", token)).status()).isEqualTo(200);
    }

    @Test
    void one_that_expired_is_refused() {
        assertRefused(claims -> claims.issueTime(inSeconds(-400)).expirationTime(inSeconds(-90)));
    }

    @Test
    void one_that_never_expires_is_refused() {
        assertRefused(claims -> claims.expirationTime(null));
    }

    @Test
    void one_from_the_future_is_refused() {
        assertRefused(claims -> claims.issueTime(inSeconds(600)).expirationTime(inSeconds(900)));
    }

    @Test
    void one_that_is_older_than_we_remember_spent_ones_is_refused() {
        assertRefused(claims -> claims.issueTime(inSeconds(-13 * 3600)));
    }

    @Test
    void one_that_does_not_say_since_when_is_refused() {
        assertRefused(claims -> claims.issueTime(null));
    }

    @Test
    void one_without_a_subject_is_refused() {
        assertRefused(claims -> claims.subject(null));
    }

    @Test
    void one_whose_subject_can_not_be_kept_as_it_is_is_refused() {
        assertRefused(claims -> claims.subject("x".repeat(256)));
        assertRefused(claims -> claims.subject("zero\u0000byte"));
        assertRefused(claims -> claims.subject(""));
    }

    @Test
    void one_that_is_not_signed_is_refused() {
        JWTClaimsSet claims = GOOGLE.somebody().build();
        String token = new PlainJWT(claims).serialize();
        assertProblem(http.post("/auth/google/", Map.of("id_token", token)), 400, "id_token: This is no signed token.");
        assertProblem(http.post("/auth/google/", Map.of("id_token", token + "AAAA")), 400, REFUSED);
        assertProblem(http.post("/auth/google/", Map.of("code", GOOGLE.codeFor(token))), 400, REFUSED);
        assertThat(Sql.count("SELECT count(*) FROM users WHERE email = ?", claims.getClaim("email"))).isZero();
    }

    @Test
    void one_that_is_signed_with_the_public_key_as_a_shared_secret_is_refused() throws JOSEException {
        JWTClaimsSet claims = GOOGLE.somebody().build();
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(GOOGLE.key().getKeyID()).build(), claims);
        token.sign(new MACSigner(GOOGLE.key().toRSAPublicKey().getEncoded()));
        assertRefused(claims, token.serialize());
    }

    @Test
    void one_that_is_signed_with_a_key_of_its_own_is_refused_by_whatever_header_it_brings_it() {
        RSAKey own = ProviderStub.newKey();
        JWTClaimsSet claims = GOOGLE.somebody().build();
        JWSHeader.Builder asOurs = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(GOOGLE.key().getKeyID());
        assertRefused(claims, ProviderStub.token(claims, asOurs.build(), own));
        assertRefused(claims, ProviderStub.token(claims, asOurs.jwk(own.toPublicJWK()).build(), own));
        assertRefused(claims, ProviderStub.token(claims, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(own.getKeyID())
                .jwkURL(URI.create("https://keys.example.org/jwks")).build(), own));
    }

    @Test
    void one_with_a_key_id_that_nobody_knows_is_refused() {
        RSAKey unknown = ProviderStub.newKey();
        JWTClaimsSet claims = GOOGLE.somebody().build();
        assertRefused(claims, ProviderStub.token(claims, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(unknown.getKeyID()).build(), unknown));
    }

    @Test
    void a_token_of_another_kind_is_refused() {
        JWTClaimsSet claims = GOOGLE.somebody().build();
        JWSHeader accessToken = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(GOOGLE.key().getKeyID()).type(new JOSEObjectType("at+jwt")).build();
        assertRefused(claims, ProviderStub.token(claims, accessToken, GOOGLE.key()));
    }

    @Test
    void what_is_no_token_is_refused() {
        assertProblem(http.post("/auth/google/", Map.of("id_token", "e30.e30.")), 400, "id_token: This is no signed token.");
        assertProblem(http.post("/auth/google/", Map.of("id_token", "<script>")), 400, "id_token: This is no signed token.");
        assertProblem(http.post("/auth/google/", Map.of("id_token", "a.b.c")), 400, REFUSED);
    }

    @Test
    void a_provider_that_changes_its_key_is_believed_at_once() {
        ProviderStub acme = ProviderStub.named("acme");
        assertThat(http.post("/auth/oidc/acme/", Map.of("id_token", acme.token(acme.somebody().build()))).status()).isEqualTo(200);
        acme.rotateKey();
        Http.Answer answer = http.post("/auth/oidc/acme/", Map.of("id_token", acme.token(acme.somebody().build())));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    }

    @Test
    void the_database_decides_what_time_it_is_when_a_token_expires() {
        JWTClaimsSet claims = GOOGLE.somebody().build();
        Sql.clockAhead(java.time.Duration.ofMinutes(7));
        assertRefused(claims, GOOGLE.token(claims));
    }
}
