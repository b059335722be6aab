package org.notechondria.provider;

import java.net.URI;

/** An authorization that begins here: what goes into its URL. Holds secrets: prints as {@code ****}. Immutable. */
public final class AuthorizationRequest {
    private final String state;
    private final String nonce;
    private final String verifier;
    private final URI redirectUri;

    /** @param redirectUri  null: none is named, and the provider knows one */
    public AuthorizationRequest(String state, String nonce, String verifier, URI redirectUri) {
        this.state = state;
        this.nonce = nonce;
        this.verifier = verifier;
        this.redirectUri = redirectUri;
    }

    String state() {
        return state;
    }

    String nonce() {
        return nonce;
    }

    String verifier() {
        return verifier;
    }

    URI redirectUri() {
        return redirectUri;
    }

    @Override
    public String toString() {
        return "****";
    }
}
