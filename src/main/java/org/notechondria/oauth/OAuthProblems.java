package org.notechondria.oauth;

import java.util.List;
import java.util.Map;
import org.notechondria.problem.Problem;
import org.notechondria.provider.Provider;

/** Everything that a client may be told about sign-in through providers, beside what {@code provider} says of the provider. */
final class OAuthProblems {
    static final String REDIRECT_NOT_ALLOWED = "This redirect address is not allowed.";
    static final String ONE_OF_TWO = "Send either a code or an ID token.";

    private OAuthProblems() {
    }

    static Problem notConfigured() {
        return Problem.of(503, "provider-not-configured", "Sign-in through this provider is not configured.").retryAfter(3600);
    }

    static Problem unknownProvider() {
        return Problem.of(404, "not-found", "Not found.");
    }

    static Problem redirectNotAllowed() {
        return Problem.rejected(Map.of("redirect_uri", List.of(REDIRECT_NOT_ALLOWED)));
    }

    static Problem redirectNeeded() {
        return Problem.rejected(Map.of("redirect_uri", List.of("This field is required: the provider has no redirect address of its own.")));
    }

    /** One message for a state that is wrong, spent, expired, another provider's or another client's. */
    static Problem invalidState() {
        return Problem.rejected(Map.of("state", List.of("This sign-in was not begun here, or it is over. Start it again.")));
    }

    static Problem spent(Provider provider) {
        return Problem.of(400, "already-used", "This sign-in through " + provider.label() + " was used already. Start it again.");
    }

    /** Clients look for {@code code} and for the first words. */
    static Problem notRegistered(Provider provider) {
        return Problem.of(404, "not-registered", "No account found for this " + provider.label() + " sign-in. Register first.").with("code", "not_registered");
    }

    static Problem accountExists(Provider provider) {
        return Problem.of(409, "account-exists", "There is an account with the e-mail address of this " + provider.label() + " account. Sign in to it first, then link "
                + provider.label() + " in its settings.").with("code", "account_exists");
    }

    static Problem disabled() {
        return Problem.of(403, "account-disabled", "User account is disabled.");
    }

    static Problem rejectedInvitation(String objection) {
        return Problem.rejected(Map.of("invitation_code", List.of(objection)));
    }

    static Problem linkedToSomebodyElse(Provider provider) {
        return Problem.of(409, "linked-elsewhere", "This " + provider.label() + " account is linked to somebody else.");
    }

    /** Others took each name that was tried, at the same instant. */
    static Problem crowded() {
        return Problem.of(503, "busy", "The service is busy. Try again soon.").retryAfter(1);
    }

    static Problem notLinked() {
        return Problem.of(404, "not-linked", "No such account is linked.");
    }

    static Problem lastWayIn() {
        return Problem.of(400, "last-way-in", "This is the only way to sign in to your account. Set a password first (by password reset), or link another provider.");
    }

    static Problem notSignedIn() {
        return Problem.of(401, "not-authenticated", "Authentication credentials were not provided.").challenge("Token");
    }

    static Problem sessionRequired() {
        return Problem.of(403, "session-required", "A session is required.");
    }
}
