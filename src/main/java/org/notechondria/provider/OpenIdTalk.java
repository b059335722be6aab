package org.notechondria.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.notechondria.problem.Problem;

/** Speaks OpenID Connect with one provider: discovery, the code's exchange, and the ID token, which is judged here and never by asking the provider about it. */
final class OpenIdTalk implements Talk {
    /** Signed with a provider's own key pair: neither {@code none} nor a shared secret is among them. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512, JWSAlgorithm.PS256,
            JWSAlgorithm.PS384, JWSAlgorithm.PS512, JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Duration KEYS_LIVE = Duration.ofMinutes(5);
    private static final Duration WAIT_FOR_ANOTHERS_KEYS = Duration.ofSeconds(1);
    /** A key that is not known is asked for at most twice within this time, whoever makes up key ids. */
    private static final Duration BETWEEN_NEW_KEYS = Duration.ofSeconds(5);
    private static final long DISCOVERY_LIVES_NANOS = Duration.ofHours(1).toNanos();

    private final Provider provider;
    private volatile Discovered discovered;
    private volatile boolean keysFailed;

    OpenIdTalk(Provider provider) {
        this.provider = provider;
    }

    /** What the provider says of itself, and since when we know. */
    private record Discovered(OIDCProviderMetadata metadata, JWKSource<Deadline> keys, long at) {
    }

    @Override
    public URI authorizationUrl(AuthorizationRequest begun, Deadline deadline) throws IOException, ParseException {
        return new AuthenticationRequest.Builder(ResponseType.CODE, Scope.parse(provider.scopes()), new ClientID(provider.clientId()), begun.redirectUri())
                .endpointURI(discovered(deadline).metadata().getAuthorizationEndpointURI())
                .state(new State(begun.state())).nonce(new Nonce(begun.nonce()))
                .codeChallenge(new CodeVerifier(begun.verifier()), CodeChallengeMethod.S256).build().toURI();
    }

    @Override
    public Identity identify(Grant grant, Instant now, Deadline deadline) throws IOException, ParseException {
        Discovered known = discovered(deadline);
        JWT token = grant.code().isPresent() ? exchange(grant, known.metadata(), deadline) : read(grant.idToken());
        return identity(claimsOf(token, grant, known.keys(), now, deadline));
    }

    private JWT exchange(Grant grant, OIDCProviderMetadata metadata, Deadline deadline) throws IOException, ParseException {
        CodeVerifier verifier = grant.verifier() == null ? null : new CodeVerifier(grant.verifier());
        AuthorizationCodeGrant code = new AuthorizationCodeGrant(new AuthorizationCode(grant.code().orElseThrow()), grant.redirectUri(), verifier);
        TokenRequest request = new TokenRequest.Builder(metadata.getTokenEndpointURI(), authentication(metadata), code).build();
        TokenResponse answer = OIDCTokenResponseParser.parse(request.toHTTPRequest().send(ProviderHttp.within(deadline)));
        if (!answer.indicatesSuccess()) {
            throw refusal(answer.toErrorResponse().getErrorObject());
        }
        return Optional.ofNullable(answer.toSuccessResponse().getTokens().toOIDCTokens().getIDToken()).orElseThrow(() -> new ParseException("no ID token"));
    }

    /** A page with a status of its own is no answer of the token endpoint's. */
    private Problem refusal(ErrorObject error) throws ParseException {
        if (error == null || error.getCode() == null || error.getHTTPStatusCode() == TOO_MANY_REQUESTS) {
            throw new ParseException("no answer of OAuth's");
        }
        return OAuth2Error.INVALID_CLIENT.equals(error) ? ProviderProblems.misconfigured(provider) : ProviderProblems.refused(provider);
    }

    private ClientAuthentication authentication(OIDCProviderMetadata metadata) {
        ClientID id = new ClientID(provider.clientId());
        Secret secret = new Secret(provider.clientSecret().forTheProvider());
        List<ClientAuthenticationMethod> taken = metadata.getTokenEndpointAuthMethods();
        boolean inTheBody = taken != null && taken.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST) && !taken.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        return inTheBody ? new ClientSecretPost(id, secret) : new ClientSecretBasic(id, secret); // basic is the default of RFC 8414
    }

    private JWT read(String sent) {
        try {
            return SignedJWT.parse(sent);
        } catch (java.text.ParseException notSigned) {
            throw ProviderProblems.refused(provider);
        }
    }

    private JWTClaimsSet claimsOf(JWT token, Grant grant, JWKSource<Deadline> keys, Instant now, Deadline deadline) throws IOException {
        DefaultJWTProcessor<Deadline> judge = new DefaultJWTProcessor<>();
        judge.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        judge.setJWTClaimsSetVerifier(new IdTokenRules(issuers(), provider.clientId(), grant.nonce(), now));
        try {
            return judge.process(token, deadline);
        } catch (BadJOSEException no) {
            throw ProviderProblems.refused(provider);
        } catch (RateLimitReachedException often) { // the keys that were fetched a moment ago do not hold it, or could not be fetched
            if (keysFailed) {
                throw new IOException("the provider's keys can't be read", often);
            }
            throw ProviderProblems.refused(provider);
        } catch (KeySourceException unknown) {
            throw new IOException("the provider's keys can't be read", unknown);
        } catch (JOSEException no) {
            throw ProviderProblems.refused(provider);
        }
    }

    /** Google's tokens have named it without the scheme, too. */
    private Set<String> issuers() {
        return provider.name().equals(Provider.GOOGLE) ? Set.of(provider.issuer().toString(), provider.issuer().getAuthority()) : Set.of(provider.issuer().toString());
    }

    private Identity identity(JWTClaimsSet claims) {
        String subject = claims.getSubject();
        if (!Identity.isSubject(subject)) {
            throw ProviderProblems.refused(provider);
        }
        return new Identity(provider.issuer().toString(), subject, Identity.email(claims.getClaim("email")), Boolean.TRUE.equals(claims.getClaim("email_verified")),
                Identity.text(claims.getClaim("preferred_username")).orElse(""), Identity.text(claims.getClaim("given_name")).orElse(""), Identity.text(claims.getClaim("family_name")).orElse(""));
    }

    /** Not locked: several may ask at once, each within its own deadline, and each answer is as good. */
    private Discovered discovered(Deadline deadline) throws IOException, ParseException {
        Discovered known = discovered;
        if (known == null || System.nanoTime() - known.at() > DISCOVERY_LIVES_NANOS) {
            known = discover(deadline);
            discovered = known;
        }
        return known;
    }

    private Discovered discover(Deadline deadline) throws IOException, ParseException {
        URI document = URI.create(provider.issuer().toString().replaceAll("/$", "") + "/.well-known/openid-configuration");
        OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(ProviderHttp.get(document, deadline, Map.of()).getBodyAsJSONObject());
        if (!metadata.getIssuer().getValue().equals(provider.issuer().toString())) {
            throw new ParseException("the discovery document is another issuer's");
        }
        for (URI endpoint : new URI[] {metadata.getAuthorizationEndpointURI(), metadata.getTokenEndpointURI(), metadata.getJWKSetURI()}) {
            if (endpoint == null || endpoint.getHost() == null || !provider.issuer().getScheme().equals(endpoint.getScheme())) {
                throw new ParseException("an endpoint is missing or not protected as its issuer is");
            }
        }
        return new Discovered(metadata, keys(metadata.getJWKSetURI()), System.nanoTime());
    }

    private JWKSource<Deadline> keys(URI url) {
        JWKSetSource<Deadline> fresh = new JWKSetSource<>() {
            @Override
            public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, Deadline deadline) throws KeySourceException {
                try {
                    keysFailed = true;
                    JWKSet keys = JWKSet.parse(ProviderHttp.get(url, deadline, Map.of()).getBody());
                    keysFailed = false;
                    return keys;
                } catch (IOException | java.text.ParseException unreadable) {
                    throw new JWKSetRetrievalException("no keys", unreadable);
                }
            }

            @Override
            public void close() {
                // holds nothing
            }
        };
        return JWKSourceBuilder.create(fresh).cache(KEYS_LIVE.toMillis(), WAIT_FOR_ANOTHERS_KEYS.toMillis()).refreshAheadCache(false)
                .rateLimited(BETWEEN_NEW_KEYS.toMillis()).build();
    }
}
