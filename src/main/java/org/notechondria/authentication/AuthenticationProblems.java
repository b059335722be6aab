package org.notechondria.authentication;

import org.notechondria.problem.Problem;

/** Everything that a client may be told about its credential, beside what {@code session} says of keys. */
final class AuthenticationProblems {

    private AuthenticationProblems() {
    }

    static Problem nothingSent() {
        return Problem.of(401, "not-authenticated", "Authentication credentials were not provided.").challenge("Token");
    }

    static Problem noKeySent() {
        return Problem.of(401, "invalid-token", "Invalid token header. No credentials provided.").challenge("Token");
    }

    static Problem invalidApiKey() {
        return Problem.of(401, "invalid-api-key", "Invalid API key.").challenge("Bearer");
    }

    static Problem sessionRequired() {
        return Problem.of(403, "session-required", "A session is required.");
    }
}
