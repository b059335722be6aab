package org.notechondria.invitation;

import java.util.List;
import java.util.Map;
import org.notechondria.problem.Problem;

/** Everything that a client may be told about invitations. */
final class InvitationProblems {
    static final String HAS_PASSED = "This time must be in the future.";

    private InvitationProblems() {
    }

    static Problem staffOnly() {
        return Problem.of(403, "staff-only", "Staff only.");
    }

    static Problem notFound() {
        return Problem.of(404, "invitation-not-found", "Invitation not found.");
    }

    static Problem expired() {
        return Problem.rejected(Map.of("expires_at", List.of(HAS_PASSED)));
    }
}
