package org.notechondria.support;

import java.time.Duration;

/** How long the tests of faults and races go on: briefly in {@code mvn verify}, for hours in {@code mvn -Pchaos} ({@code -Dtest.rounds}). */
public final class Rounds {
    private static final int TIMES = Integer.getInteger("test.rounds", 1);

    private Rounds() {
    }

    /** So many in the short form, and as many times that in the long one as was asked for. */
    public static int of(int few) {
        return few * TIMES;
    }

    /** {@code full} is what is promised, {@code brief} what is enough to notice most of what breaks it. */
    public static Duration lasting(Duration brief, Duration full) {
        return TIMES == 1 ? brief : full;
    }
}
