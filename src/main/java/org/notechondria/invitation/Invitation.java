package org.notechondria.invitation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.time.Instant;

/** One invitation: how often it may be used, until when, and how often it was. Its row changes by the statements below only. */
@Entity
@Table(name = "invitation")
@NamedNativeQuery(name = "Invitation.any", query = "SELECT EXISTS (SELECT FROM invitation)")
@NamedNativeQuery(name = "Invitation.find", query = """
    SELECT id FROM invitation
     WHERE code_digest = ?1 AND uses < max_uses AND (expires_at IS NULL OR expires_at > app_now())""")
// Asks again what find asked: the last use is taken once, and 0 rows say that somebody else took it.
@NamedNativeQuery(name = "Invitation.use", query = """
    UPDATE invitation SET uses = uses + 1
     WHERE id = ?1 AND uses < max_uses AND (expires_at IS NULL OR expires_at > app_now())""")
// No row: the expiry is not in the future of the database's clock.
@NamedNativeQuery(name = "Invitation.create", resultClass = Invitation.class, query = """
    INSERT INTO invitation (label, code_digest, max_uses, expires_at, created_by)
    SELECT ?1, ?2, ?3, until, ?4 FROM (SELECT CAST(?5 AS timestamptz)) AS given (until)
     WHERE until IS NULL OR until > app_now()
    RETURNING\s""" + Invitation.COLUMNS)
@NamedNativeQuery(name = "Invitation.isToCome", query = "SELECT CAST(?1 AS timestamptz) > app_now()")
@NamedNativeQuery(name = "Invitation.list", resultClass = Invitation.class, query = "SELECT " + Invitation.COLUMNS + " FROM invitation ORDER BY id DESC")
@NamedNativeQuery(name = "Invitation.delete", query = "DELETE FROM invitation WHERE id = ?1")
public class Invitation {
    static final String COLUMNS = "id, label, max_uses, uses, expires_at, created_at";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;
    private String label;
    @Column(name = "max_uses")
    private int maxUses;
    private int uses;
    @Column(name = "expires_at")
    private Instant expiresAt;
    @Column(name = "created_at")
    private Instant createdAt;

    /** For JPA. */
    protected Invitation() {
    }

    public long id() {
        return id;
    }

    public String label() {
        return label;
    }

    public int maxUses() {
        return maxUses;
    }

    public int uses() {
        return uses;
    }

    /** Null: it does not expire. */
    public Instant expiresAt() {
        return expiresAt;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
