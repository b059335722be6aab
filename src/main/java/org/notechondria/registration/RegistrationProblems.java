package org.notechondria.registration;

import java.util.List;
import java.util.Map;
import org.notechondria.problem.Problem;

/** Everything that a client may be told about registrations. */
final class RegistrationProblems {
    static final String NAME_TAKEN = "A user with that username already exists.";

    private RegistrationProblems() {
    }

    static Problem nameTaken() {
        return Problem.rejected(Map.of("username", List.of(NAME_TAKEN)));
    }

    /** One message for wrong, spent, expired, and for a registration that can no longer become an account. */
    static Problem invalidCode() {
        return Problem.rejected("Invalid or expired code.");
    }

    static Problem invitationGone() {
        return Problem.rejected("The invitation is no longer valid.");
    }
}
