package org.notechondria.credential;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.notechondria.configuration.SecretKey;

/** Answers "is this the code?": counts the try first, then compares, then leaves the spending to the caller's transaction. Thread-safe. */
@ApplicationScoped
public class CodeCheck {
    @Inject
    private CodeTries tries;
    @Inject
    private SecretKey key;

    /**
     * The code that {@code typed} is. A try is counted whatever was typed. When two codes match (one in a million for each pair), nobody can tell
     * which was meant: that answers like a wrong one.
     *
     * @param person    whose budget is used, whether or not anybody is known by it: {@code user:17}, {@code address:} and the hex of a keyed hash
     * @param subjects  whose codes are compared; none for an unknown person, who looks the same from outside
     * @param context   as at {@link OneTimeCodes#issue}
     * @throws org.notechondria.problem.Problem 429 when the budget is used up
     */
    public Optional<MatchedCode> evaluate(CodePurpose purpose, String person, List<String> subjects, String context, String typed) {
        List<MatchedCode> comparable = tries.count(purpose, person, subjects);
        Optional<OneTimeCode> code = OneTimeCode.parse(typed);
        if (code.isEmpty()) {
            return Optional.empty();
        }
        List<MatchedCode> right = new ArrayList<>();
        for (MatchedCode candidate : comparable) { // all of them, without an early end
            if (MessageDigest.isEqual(candidate.digest(), code.get().digest(key, purpose, candidate.subject(), context))) {
                right.add(candidate);
            }
        }
        return right.size() == 1 ? Optional.of(right.get(0)) : Optional.empty();
    }
}
