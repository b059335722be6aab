package org.notechondria.provider;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A configured provider of identities.
 *
 * @param name         {@code google}, {@code github}, or what the configuration calls it: lower-case letters, digits and {@code -}
 * @param label        what people read on the button
 * @param issuer       whose subjects these are; of an OpenID Connect provider also where its discovery document lies
 * @param api          GitHub's API; null for OpenID Connect
 * @param redirectUri  where the provider sends the browser unless a client names another place
 * @param scopes       what is asked for
 */
public record Provider(String name, String label, URI issuer, URI api, String clientId, ClientSecret clientSecret, Optional<String> redirectUri, List<String> scopes) {
    public static final String GOOGLE = "google";
    public static final String GITHUB = "github";

    /** Else GitHub's own way. */
    public boolean speaksOpenIdConnect() {
        return api == null;
    }
}
