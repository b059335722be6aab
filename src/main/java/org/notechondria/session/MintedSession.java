package org.notechondria.session;

import java.time.Instant;

/**
 * A session that was just made. Holds the only copy of its key: hand it to the client and forget it.
 *
 * @param otherSessions  how many other active sessions the person has at this moment
 */
public record MintedSession(long id, SessionKey key, String deviceLabel, Instant createdAt, long otherSessions) {
}
