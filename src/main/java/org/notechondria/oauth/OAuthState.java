package org.notechondria.oauth;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;

/** A sign-in that began here and has not come back; and beside it the digests of what came back once. */
@Entity
@Table(name = "oauth_state")
@NamedNativeQuery(name = "OAuthState.add", query = """
        INSERT INTO oauth_state (digest, secret_digest, provider, redirect_uri, intent, user_id, expires_at)
        VALUES (?1, ?2, ?3, ?4, ?5, CAST(?6 AS bigint), app_now() + make_interval(secs => ?7))""")
@NamedNativeQuery(name = "OAuthState.take", query = """
        DELETE FROM oauth_state
         WHERE digest = ?1 AND secret_digest = ?2 AND provider = ?3 AND intent = ?4 AND coalesce(user_id, 0) = ?5 AND expires_at >= app_now()
        RETURNING redirect_uri, expires_at    -- of many at once the row lock lets one delete it""")
@NamedNativeQuery(name = "OAuthState.putBack", query = """
        INSERT INTO oauth_state (digest, secret_digest, provider, redirect_uri, intent, user_id, expires_at)
        VALUES (?1, ?2, ?3, ?4, ?5, CAST(?6 AS bigint), ?7)""")
@NamedNativeQuery(name = "OAuthState.spend", query = """
        INSERT INTO oauth_spent (digest) VALUES (?1)
        ON CONFLICT DO NOTHING    -- no row: it was brought here before
        RETURNING spent_at""")
@NamedNativeQuery(name = "OAuthState.giveBack", query = "DELETE FROM oauth_spent WHERE digest = ?1")
@NamedNativeQuery(name = "OAuthState.sweep", query = """
        DELETE FROM oauth_state WHERE digest IN (
            SELECT digest FROM oauth_state WHERE expires_at < app_now() ORDER BY expires_at LIMIT ?1 FOR UPDATE SKIP LOCKED)""")
@NamedNativeQuery(name = "OAuthState.sweepSpent", query = """
        DELETE FROM oauth_spent WHERE digest IN (
            SELECT digest FROM oauth_spent WHERE spent_at < app_now() - interval '1 day'    -- no token is taken that is older than half of it
             ORDER BY spent_at LIMIT ?1 FOR UPDATE SKIP LOCKED)""")
public class OAuthState {
    @Id
    private byte[] digest;

    /** For JPA. */
    protected OAuthState() {
    }
}
