package org.notechondria.provider;

import java.net.URI;
import java.util.Optional;

/** What a client brought back from a provider, to be exchanged for an {@link Identity}: a code, or an ID token. Secret while it lasts: prints as {@code ****}. Immutable. */
public final class Grant {
    private final String code;
    private final String idToken;
    private final URI redirectUri;
    private final String verifier;
    private final String nonce;

    private Grant(String code, String idToken, URI redirectUri, String verifier, String nonce) {
        this.code = code;
        this.idToken = idToken;
        this.redirectUri = redirectUri;
        this.verifier = verifier;
        this.nonce = nonce;
    }

    /** @param redirectUri  the one that the authorization was asked with; null when none was named */
    public static Grant ofCode(String code, URI redirectUri) {
        return new Grant(code, null, redirectUri, null, null);
    }

    public static Grant ofIdToken(String idToken) {
        return new Grant(null, idToken, null, null, null);
    }

    /** The same, for an authorization that was begun here: the PKCE verifier (RFC 7636) and the nonce belong to it. */
    public Grant begunHere(String verifier, String nonce) {
        return new Grant(code, idToken, redirectUri, verifier, nonce);
    }

    Optional<String> code() {
        return Optional.ofNullable(code);
    }

    String idToken() {
        return idToken;
    }

    URI redirectUri() {
        return redirectUri;
    }

    /** Null when the authorization was not begun here. */
    String verifier() {
        return verifier;
    }

    /** Empty when the authorization was not begun here: then nothing is compared. */
    Optional<String> nonce() {
        return Optional.ofNullable(nonce);
    }

    @Override
    public String toString() {
        return "****";
    }
}
