package org.notechondria.oauth;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.time.Instant;

/** An identity at a provider that one person here signs in with: issuer and subject identify, the name of the provider is for people. */
@Entity
@Table(name = "social_account")
@NamedNativeQuery(name = "SocialAccount.lockIdentity", query = """
        SELECT CAST(pg_advisory_xact_lock(hashtextextended(?1, 0)) AS text)    -- one at a time decides whose an identity becomes""")
@NamedNativeQuery(name = "SocialAccount.userOf", query = "SELECT user_id FROM social_account WHERE issuer = ?1 AND subject = ?2")
@NamedNativeQuery(name = "SocialAccount.add", query = """
        INSERT INTO social_account (user_id, provider, issuer, subject, email) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT DO NOTHING    -- no row: the identity is somebody's, or this person has another of this provider""")
@NamedNativeQuery(name = "SocialAccount.put", query = """
        INSERT INTO social_account (user_id, provider, issuer, subject, email) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (user_id, provider) DO UPDATE SET issuer = excluded.issuer, subject = excluded.subject, email = excluded.email
        RETURNING id, xmax = 0    -- of a row that was there already xmax is this transaction""")
@NamedNativeQuery(name = "SocialAccount.removeUnderOtherNames", query = """
        DELETE FROM social_account WHERE user_id = ?1 AND provider <> ?2 AND issuer = ?3 AND subject = ?4    -- an issuer may be configured twice, or renamed""")
@NamedNativeQuery(name = "SocialAccount.ofUser", resultClass = SocialAccount.class, query = """
        SELECT id, provider, issuer, subject, email, created_at FROM social_account WHERE user_id = ?1 ORDER BY id""")
@NamedNativeQuery(name = "SocialAccount.remove", query = "DELETE FROM social_account WHERE user_id = ?1 AND provider = ?2")
public class SocialAccount {
    @Id
    private long id;
    private String provider;
    private String issuer;
    private String subject;
    private String email;
    @Column(name = "created_at")
    private Instant createdAt;

    /** For JPA. */
    protected SocialAccount() {
    }

    long id() {
        return id;
    }

    String provider() {
        return provider;
    }

    String issuer() {
        return issuer;
    }

    String subject() {
        return subject;
    }

    /** "" when the provider told none. */
    String email() {
        return email == null ? "" : email;
    }

    Instant createdAt() {
        return createdAt;
    }
}
