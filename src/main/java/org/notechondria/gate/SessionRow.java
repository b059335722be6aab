package org.notechondria.gate;

import java.time.Instant;

/**
 * One session and its person, as they were read.
 *
 * @param now  the database's clock at that moment
 */
record SessionRow(long id, long userId, String username, boolean userIsActive, Instant createdAt, Instant lastSeenAt, boolean revoked, Instant now, String deviceLabel) {
}
