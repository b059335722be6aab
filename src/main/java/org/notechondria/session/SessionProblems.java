package org.notechondria.session;

import org.notechondria.problem.Problem;

/** Everything that a client may be told about sessions. */
public final class SessionProblems {

    private SessionProblems() {
    }

    /** One message for unknown, revoked, idle too long and too old, so that nothing leaks. */
    public static Problem invalidKey() {
        return Problem.of(401, "invalid-token", "Invalid token.").challenge("Token");
    }

    public static Problem disabled() {
        return Problem.of(401, "account-disabled", "User account is disabled.").challenge("Token");
    }

    static Problem notFound() {
        return Problem.of(404, "session-not-found", "Session not found.");
    }
}
