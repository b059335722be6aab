package org.notechondria.provider;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The times of an ID token at their edges: the minute that clocks may differ by, and the half day that spent tokens are surely remembered for. */
class IdTokenRulesTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final IdTokenRules RULES = new IdTokenRules(Set.of("https://id.example.org"), "us", Optional.empty(), NOON);

    private static JWTClaimsSet token(long issuedAt, long expiresAt) {
        return new JWTClaimsSet.Builder().issuer("https://id.example.org").subject("1").audience("us")
                .issueTime(Date.from(NOON.plusSeconds(issuedAt))).expirationTime(Date.from(NOON.plusSeconds(expiresAt))).build();
    }

    private static void assertTaken(JWTClaimsSet claims) {
        assertThatCode(() -> RULES.verify(claims, null)).doesNotThrowAnyException();
    }

    private static void assertRefused(JWTClaimsSet claims) {
        assertThatThrownBy(() -> RULES.verify(claims, null)).isInstanceOf(BadJWTException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "aud", "exp", "iat"})
    void a_claim_that_is_null_is_a_claim_that_is_missing(String name) {
        assertRefused(new JWTClaimsSet.Builder(token(0, 300)).claim(name, null).build());
    }

    @Test
    void it_expires_a_minute_late() {
        assertTaken(token(-300, -59));
        assertRefused(token(-300, -60));
    }

    @Test
    void it_may_be_issued_a_minute_early() {
        assertTaken(token(60, 300));
        assertRefused(token(61, 300));
    }

    @Test
    void it_is_taken_for_twelve_hours_at_most_whatever_its_own_expiry() {
        assertTaken(token(-12 * 3600, 300));
        assertRefused(token(-12 * 3600 - 1, 300));
    }
}
