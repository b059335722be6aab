package org.notechondria.provider;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an ID token must say (OpenID Connect Core, section 3.1.3.7): issued by this issuer, for us, now, and in answer to our request. The
 * time is the database's, so that no two nodes judge differently.
 */
final class IdTokenRules extends DefaultJWTClaimsVerifier<Deadline> {
    /** Spent tokens are remembered for longer than this. */
    static final Duration OLDEST = Duration.ofHours(12);
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Set<String> REQUIRED = Set.of("iss", "sub", "aud", "exp", "iat");

    private final Set<String> issuers;
    private final String clientId;
    private final Instant now;

    /** @param nonce  empty: the sign-in was not begun here, and there is nothing to compare */
    IdTokenRules(Set<String> issuers, String clientId, Optional<String> nonce, Instant now) {
        super(clientId, nonce.map(value -> new JWTClaimsSet.Builder().claim("nonce", value).build()).orElse(null), REQUIRED);
        this.issuers = issuers;
        this.clientId = clientId;
        this.now = now;
        setMaxClockSkew((int) SKEW.toSeconds());
    }

    @Override
    public void verify(JWTClaimsSet claims, Deadline deadline) throws BadJWTException {
        if (REQUIRED.stream().anyMatch(name -> claims.getClaim(name) == null)) {
            throw new BadJWTException("a claim is missing, or null");
        }
        super.verify(claims, deadline);
        if (!issuers.contains(claims.getIssuer())) {
            throw new BadJWTException("another issuer");
        }
        Object authorizedParty = claims.getClaim("azp");
        List<String> audience = claims.getAudience();
        if (authorizedParty == null ? audience.size() > 1 : !clientId.equals(authorizedParty)) {
            throw new BadJWTException("made for another party");
        }
        Instant issuedAt = claims.getIssueTime().toInstant();
        if (issuedAt.isAfter(now.plus(SKEW)) || issuedAt.isBefore(now.minus(OLDEST))) {
            throw new BadJWTException("issued in the future, or too long ago");
        }
    }

    @Override
    protected Date currentTime() {
        return Date.from(now);
    }
}
