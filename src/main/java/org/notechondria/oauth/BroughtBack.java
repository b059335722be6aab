package org.notechondria.oauth;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.notechondria.body.Fields;

/** What a client posts when its person comes back from a provider, as it was sent. Secret while it lasts: prints as {@code ****}. Immutable. */
public final class BroughtBack {
    /** Three parts of base64url (RFC 7515), and nothing else: a reader that skips other characters would take one token in many spellings. */
    private static final Pattern ID_TOKEN = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private final String code;
    private final String idToken;
    private final String redirectUri;
    private final String state;
    private final String stateSecret;
    private final String invitationCode;

    private BroughtBack(Fields fields) {
        code = given(fields, "code");
        idToken = given(fields, "id_token");
        redirectUri = given(fields, "redirect_uri");
        state = given(fields, "state");
        stateSecret = given(fields, "state_secret");
        invitationCode = given(fields, "invitation_code");
    }

    /** @param stateRequired  whether one that did not begin here is rejected */
    static BroughtBack read(Fields fields, boolean stateRequired) {
        BroughtBack back = new BroughtBack(fields);
        if ((back.code == null) == (back.idToken == null) && fields.accepts("code") && fields.accepts("id_token")) {
            fields.reject("code", OAuthProblems.ONE_OF_TWO);
        }
        if (back.idToken != null && !ID_TOKEN.matcher(back.idToken).matches()) {
            fields.reject("id_token", "This is no signed token.");
        }
        if (stateRequired && back.stateSecret == null && fields.accepts("state")) {
            fields.reject("state", "This field is required, with state_secret: begin at /auth/oauth/start/.");
        }
        if (back.redirectUri != null) {
            rejectNoUri(fields, back.redirectUri);
        }
        return back;
    }

    static void rejectNoUri(Fields fields, String redirectUri) {
        try {
            URI.create(redirectUri);
        } catch (IllegalArgumentException noUri) {
            fields.reject("redirect_uri", OAuthProblems.REDIRECT_NOT_ALLOWED);
        }
    }

    Optional<String> code() {
        return Optional.ofNullable(code);
    }

    String idToken() {
        return idToken;
    }

    /** What works once: the code, or of a token what is signed, for its signature can be written in more than one way. */
    String singleUse() {
        return code == null ? idToken.substring(0, idToken.lastIndexOf('.')) : code;
    }

    Optional<String> redirectUri() {
        return Optional.ofNullable(redirectUri);
    }

    /**
     * Whether this began at our own start. Deployed clients send a fixed state of their own and no secret: that is no state of ours.
     */
    boolean beganHere() {
        return stateSecret != null;
    }

    String state() {
        return state == null ? "" : state;
    }

    String stateSecret() {
        return stateSecret;
    }

    Optional<String> invitationCode() {
        return Optional.ofNullable(invitationCode);
    }

    private static String given(Fields fields, String name) {
        return fields.optionalText(name).filter(text -> !text.isEmpty()).orElse(null);
    }

    @Override
    public String toString() {
        return "****";
    }
}
