package org.notechondria.gate;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.notechondria.session.SessionTimeouts;

/** What memory knows of one living session. Immutable, but for when this node saw it last, which only moves forwards. Thread-safe. */
final class Snapshot {
    private static final AtomicReferenceFieldUpdater<Snapshot, Instant> LAST_SEEN =
            AtomicReferenceFieldUpdater.newUpdater(Snapshot.class, Instant.class, "lastSeenAt");

    final long sessionId;
    final long userId;
    final String username;
    final Instant createdAt;
    private volatile Instant lastSeenAt;

    Snapshot(SessionRow row) {
        sessionId = row.id();
        userId = row.userId();
        username = row.username();
        createdAt = row.createdAt();
        lastSeenAt = row.lastSeenAt();
    }

    /** When memory says no, the row decides: another node may have seen the person. */
    boolean isAliveAt(Instant now, SessionTimeouts timeouts) {
        return timeouts.allow(createdAt, lastSeenAt, now);
    }

    Instant lastSeenAt() {
        return lastSeenAt;
    }

    void seenAt(Instant now) {
        LAST_SEEN.accumulateAndGet(this, now, (earlier, later) -> later.isAfter(earlier) ? later : earlier);
    }
}
