package org.notechondria.session;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HexFormat;

/** One device on which a person is signed in. Its row is changed by the conditional statements here and in no other way: never by a merge. */
@Entity
@Table(name = "session")
@NamedNativeQuery(name = "Session.mint", query = """
        INSERT INTO session (key_digest, user_id, device_label, user_agent, client_hash, client_hash_key, origin)
        SELECT ?1, id, ?4, ?5, ?6, ?7, ?8 FROM users
         WHERE id = ?2 AND credential_version = ?3 AND is_active
           FOR SHARE    -- waits for a password change under way, and then finds a newer version: the foreign key's own lock is too weak
        RETURNING id, created_at""")
@NamedNativeQuery(name = "Session.activeOf", resultClass = Session.class, query = """
        SELECT id, user_id, device_label, user_agent, client_hash, created_at, revoked_at,
               CASE WHEN id = ?4 THEN app_now() ELSE last_seen_at END AS last_seen_at    -- the caller's own counts as seen now
          FROM session
         WHERE user_id = ?1 AND revoked_at IS NULL
           AND (id = ?4 OR (last_seen_at >= app_now() - make_interval(secs => ?2) AND created_at >= app_now() - make_interval(secs => ?3)))
         ORDER BY last_seen_at DESC, id DESC""")
@NamedNativeQuery(name = "Session.countOthers", query = """
        SELECT count(*) FROM session
         WHERE user_id = ?1 AND id <> ?2 AND revoked_at IS NULL
           AND last_seen_at >= app_now() - make_interval(secs => ?3) AND created_at >= app_now() - make_interval(secs => ?4)""")
@NamedNativeQuery(name = "Session.knowsAddress", query = """
        SELECT EXISTS (SELECT 1 FROM session WHERE user_id = ?1 AND client_hash = ?2 AND last_seen_at >= app_now() - interval '30 days')""")
@NamedNativeQuery(name = "Session.revoke", query = """
        UPDATE session
           SET revoked_at = coalesce(revoked_at, app_now()), ended_reason = coalesce(ended_reason, ?3), ended_by = coalesce(ended_by, ?4)
         WHERE id = ?1 AND user_id = ?2    -- again is harmless: the first end stays
        RETURNING key_digest""")
@NamedNativeQuery(name = "Session.revokeAllOf", query = """
        UPDATE session SET revoked_at = app_now(), ended_reason = ?2, ended_by = CAST(?3 AS bigint)    -- null is sent as a text
         WHERE id IN (SELECT id FROM session WHERE user_id = ?1 AND revoked_at IS NULL AND id <> ?4
                       ORDER BY id FOR NO KEY UPDATE)    -- one order for all: two that end many at once can't deadlock
        RETURNING key_digest, last_seen_at >= app_now() - make_interval(secs => ?5) AND created_at >= app_now() - make_interval(secs => ?6)""")
@NamedNativeQuery(name = "Session.holdLiving", query = """
        SELECT id FROM session WHERE id = ?1 AND user_id = ?2 AND revoked_at IS NULL
           FOR SHARE    -- whoever ends it meanwhile waits""")
@NamedNativeQuery(name = "Session.rename", resultClass = Session.class, query = """
        UPDATE session SET device_label = ?3 WHERE id = ?1 AND user_id = ?2 AND revoked_at IS NULL
           AND last_seen_at >= app_now() - make_interval(secs => ?4) AND created_at >= app_now() - make_interval(secs => ?5)
        RETURNING id, user_id, device_label, user_agent, client_hash, created_at, revoked_at, last_seen_at""")
@NamedNativeQuery(name = "Session.sweepEnded", query = """
        DELETE FROM session WHERE id IN (
            SELECT id FROM session WHERE revoked_at < app_now() - make_interval(secs => ?1)
             ORDER BY revoked_at LIMIT ?2 FOR UPDATE SKIP LOCKED)    -- two nodes that sweep at once share the work""")
@NamedNativeQuery(name = "Session.sweepExpired", query = """
        DELETE FROM session WHERE id IN (
            SELECT id FROM session WHERE revoked_at IS NULL AND created_at < app_now() - make_interval(secs => ?1)
             ORDER BY created_at LIMIT ?2 FOR UPDATE SKIP LOCKED)""")
public class Session {
    @Id
    private long id;
    @Column(name = "user_id")
    private long userId;
    @Column(name = "device_label")
    private String deviceLabel;
    @Column(name = "user_agent")
    private String userAgent;
    @Column(name = "client_hash")
    private byte[] clientHash;
    @Column(name = "created_at")
    private Instant createdAt;
    @Column(name = "last_seen_at")
    private Instant lastSeenAt;
    @Column(name = "revoked_at")
    private Instant revokedAt;

    /** For JPA. */
    protected Session() {
    }

    /** As it would be read: for tests of its rules. */
    Session(Instant createdAt, Instant lastSeenAt, Instant revokedAt) {
        this.createdAt = createdAt;
        this.lastSeenAt = lastSeenAt;
        this.revokedAt = revokedAt;
    }

    /** Not revoked, and within both limits, which are inclusive. */
    public boolean isActiveAt(Instant now, SessionTimeouts limits) {
        return revokedAt == null && limits.allow(createdAt, lastSeenAt, now);
    }

    long id() {
        return id;
    }

    String deviceLabel() {
        return deviceLabel;
    }

    String userAgent() {
        return userAgent;
    }

    /** Eight hex digits that tell two addresses apart and nothing else. */
    String clientHashPrefix() {
        return HexFormat.of().formatHex(clientHash, 0, 4);
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant lastSeenAt() {
        return lastSeenAt;
    }
}
