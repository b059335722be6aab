package org.notechondria.credential;

import org.notechondria.problem.Problem;

/** Everything that a client may be told about passwords and codes here; what a wrong one is called is for the room that asked. */
final class CredentialProblems {

    private CredentialProblems() {
    }

    static Problem busy() {
        return Problem.of(503, "busy", "Too many sign-ins at once. Try again soon.").retryAfter(2);
    }

    static Problem tooManyTries(long secondsUntilOneLeaves) {
        return Problem.of(429, "too-many-tries", "Too many codes were tried. Try again later.").retryAfter(secondsUntilOneLeaves);
    }
}
