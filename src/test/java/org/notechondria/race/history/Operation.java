package org.notechondria.race.history;

import java.util.Set;

/**
 * One operation as its client saw it: what was asked, of which node, from when to when, and how it ended.
 *
 * @param node     which node was asked; {@link #TABLE} for what was done or read in SQL
 * @param person   whose sessions
 * @param by       the session whose key was sent; {@link #NONE} when no key was
 * @param session  what was minted, or is to be ended; {@link #NONE} for the other kinds
 * @param shown    what a list showed; empty for the other kinds
 * @param started  before the request left, on the clients' one monotonic clock, in nanoseconds
 * @param ended    after the answer was there
 * @param status   of the answer; {@link #UNKNOWN} when none came
 */
record Operation(Kind kind, int node, long person, long by, long session, Set<Long> shown, long started, long ended, int status) {
    static final int TABLE = -1;
    static final long NONE = 0;
    static final int UNKNOWN = 0;

    enum Kind {
        MINT, USE, REVOKE, REVOKE_OTHERS, LIST
    }

    boolean isAcknowledged() {
        return status / 100 == 2;
    }

    /** An answer of the 400s says that nothing was done. After any other, or none, it may have been, at any later time too. */
    boolean mayHaveHappened() {
        return status / 100 != 4;
    }
}
