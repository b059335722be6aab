package org.notechondria.settings;

import org.notechondria.problem.Problem;

/** Everything that a client may be told about settings and pictures, beside what is said against a field. */
final class SettingsProblems {

    private SettingsProblems() {
    }

    /** An API key reads and writes data and may not change who signs in: the user name is what one signs in with. */
    static Problem sessionRequired() {
        return Problem.of(403, "session-required", "A session is required.");
    }

    static Problem noSuchPicture() {
        return Problem.of(404, "not-found", "Not found.");
    }

    static Problem busy() {
        return Problem.of(503, "busy", "Too many pictures at once. Try again soon.").retryAfter(2);
    }
}
