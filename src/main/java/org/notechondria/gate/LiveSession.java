package org.notechondria.gate;

import java.time.Instant;

/**
 * A key that was found alive, and whose it is.
 *
 * @param expiresAt  the earlier of the two timeouts, if nobody asks again
 */
public record LiveSession(long sessionId, long userId, String username, Instant createdAt, Instant lastSeenAt, Instant expiresAt) {
}
