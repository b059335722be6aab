package org.notechondria.limit;

import org.notechondria.problem.Problem;

/** Everything that a client may be told about limits. */
public final class LimitProblems {

    private LimitProblems() {
    }

    /** @param seconds until one more attempt is free */
    public static Problem tooMany(Limit limit, long seconds) {
        return Problem.of(429, "too-many-requests", "Too many attempts. Try again later.")
                .retryAfter(seconds)
                .header("RateLimit-Policy", limit.policy())
                .header("RateLimit", "\"%s\";r=0;t=%d".formatted(limit.wireName(), seconds));
    }
}
