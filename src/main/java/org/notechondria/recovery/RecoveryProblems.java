package org.notechondria.recovery;

import java.util.List;
import java.util.Map;
import org.notechondria.problem.Problem;

/** Everything that a client may be told about recovery. */
final class RecoveryProblems {

    private RecoveryProblems() {
    }

    /** For a reset and a new address, whatever was wrong with the code. */
    static Problem wrongCode() {
        return Problem.rejected("Invalid or expired code.");
    }

    static Problem wrongIdentityCode() {
        return Problem.of(400, "wrong-identity-code", "Invalid or expired identity code.");
    }

    static Problem wrongPassword() {
        return Problem.of(400, "wrong-password", "The current password is not correct.");
    }

    static Problem noPassword() {
        return Problem.of(400, "no-password", "This account has no password. Set one with a password reset.");
    }

    static Problem noAddress() {
        return Problem.of(400, "no-address", "This account has no email address that a code could be sent to.");
    }

    static Problem presentAddress() {
        return Problem.rejected(Map.of("new_email", List.of("This is the account's address already.")));
    }

    static Problem unsuitablePassword(List<String> objections) {
        return Problem.rejected(Map.of("password", objections));
    }
}
