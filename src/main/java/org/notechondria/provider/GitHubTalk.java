package org.notechondria.provider;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.minidev.json.JSONObject;

/** Speaks GitHub's own way, which has no ID token: its API is asked who holds the access token, which is then forgotten. */
final class GitHubTalk implements Talk {
    private final Provider provider;

    GitHubTalk(Provider provider) {
        this.provider = provider;
    }

    @Override
    public URI authorizationUrl(AuthorizationRequest begun, Deadline deadline) {
        return new com.nimbusds.oauth2.sdk.AuthorizationRequest.Builder(ResponseType.CODE, new ClientID(provider.clientId()))
                .endpointURI(URI.create(provider.issuer() + "/login/oauth/authorize")).redirectionURI(begun.redirectUri())
                .scope(Scope.parse(provider.scopes())).state(new State(begun.state()))
                .codeChallenge(new CodeVerifier(begun.verifier()), CodeChallengeMethod.S256).build().toURI();
    }

    @Override
    public Identity identify(Grant grant, Instant now, Deadline deadline) throws IOException, ParseException {
        String code = grant.code().orElseThrow(ProviderProblems::needsCode);
        Map<String, String> bearer = Map.of("Authorization", "Bearer " + accessToken(code, grant, deadline));
        HTTPResponse user = ProviderHttp.get(URI.create(provider.api() + "/user"), deadline, bearer);
        user.ensureStatusCode(200);
        JSONObject person = user.getBodyAsJSONObject();
        if (!(person.get("id") instanceof Number id)) {
            throw new ParseException("no id");
        }
        Optional<Address> address = primary(ProviderHttp.get(URI.create(provider.api() + "/user/emails"), deadline, bearer));
        String[] names = Identity.text(person.get("name")).orElse("").split(" ", 2);
        return new Identity(provider.issuer().toString(), Long.toString(id.longValue()), address.map(Address::email), address.filter(Address::verified).isPresent(),
                Identity.text(person.get("login")).orElse(""), names[0], names.length > 1 ? names[1] : "");
    }

    private String accessToken(String code, Grant grant, Deadline deadline) throws IOException, ParseException {
        Map<String, List<String>> form = new LinkedHashMap<>();
        form.put("client_id", List.of(provider.clientId()));
        form.put("client_secret", List.of(provider.clientSecret().forTheProvider()));
        form.put("code", List.of(code));
        if (grant.redirectUri() != null) {
            form.put("redirect_uri", List.of(grant.redirectUri().toString()));
        }
        if (grant.verifier() != null) {
            form.put("code_verifier", List.of(grant.verifier()));
        }
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, URI.create(provider.issuer() + "/login/oauth/access_token"));
        request.setHeader("Content-Type", "application/x-www-form-urlencoded");
        request.setAccept("application/json");
        request.setBody(URLUtils.serializeParameters(form));
        JSONObject answer = request.send(ProviderHttp.within(deadline)).getBodyAsJSONObject();
        if (answer.containsKey("error")) { // with status 200
            throw "incorrect_client_credentials".equals(answer.get("error")) ? ProviderProblems.misconfigured(provider) : ProviderProblems.refused(provider);
        }
        return Identity.text(answer.get("access_token")).orElseThrow(() -> new ParseException("no access token"));
    }

    private record Address(String email, boolean verified) {
    }

    /** Empty when the person keeps it hidden, or did not allow us to ask: a 404, or a 403 that is not for asking too often. */
    private static Optional<Address> primary(HTTPResponse answer) throws ParseException {
        boolean tooOften = answer.getHeaderValue("Retry-After") != null || "0".equals(answer.getHeaderValue("X-RateLimit-Remaining"));
        if (answer.getStatusCode() == 404 || answer.getStatusCode() == 403 && !tooOften) {
            return Optional.empty();
        }
        answer.ensureStatusCode(200);
        for (Object entry : answer.getBodyAsJSONArray()) {
            if (entry instanceof Map<?, ?> address && Boolean.TRUE.equals(address.get("primary"))) {
                return Identity.email(address.get("email")).map(email -> new Address(email, Boolean.TRUE.equals(address.get("verified"))));
            }
        }
        return Optional.empty();
    }
}
