package org.notechondria.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;

/** Whose a name is: a person's for good, or a pending registration's until that expires. The row's key is the folded name. */
@Entity
@Table(name = "name_claim")
@NamedNativeQuery(name = "NameClaim.hold", query = """
        INSERT INTO name_claim (folded, registration_id, held_until)
        VALUES (?1, ?2, app_now() + make_interval(secs => ?3))
        ON CONFLICT (folded) DO UPDATE SET registration_id = excluded.registration_id, held_until = excluded.held_until
         WHERE name_claim.held_until < app_now()    -- only a hold that has run out is taken over""")
@NamedNativeQuery(name = "NameClaim.prolong", query = """
        UPDATE name_claim SET held_until = app_now() + make_interval(secs => ?2) WHERE registration_id = ?1""")
@NamedNativeQuery(name = "NameClaim.give", query = """
        INSERT INTO name_claim (folded, user_id) VALUES (?1, ?2)
        ON CONFLICT (folded) DO UPDATE SET user_id = excluded.user_id, registration_id = NULL, held_until = NULL
         WHERE name_claim.registration_id = ?3 OR name_claim.held_until < app_now()""")
@NamedNativeQuery(name = "NameClaim.isFree", query = """
        SELECT count(*) = 0 FROM name_claim WHERE folded = ?1 AND (held_until IS NULL OR held_until >= app_now())""")
@NamedNativeQuery(name = "NameClaim.letGo", query = "DELETE FROM name_claim WHERE user_id = ?1 AND folded = ?2")
@NamedNativeQuery(name = "NameClaim.sweep", query = """
        DELETE FROM name_claim WHERE folded IN (
            SELECT folded FROM name_claim WHERE held_until < app_now() ORDER BY held_until LIMIT ?1 FOR UPDATE SKIP LOCKED)""")
public class NameClaim {
    @Id
    private String folded;
    @Column(name = "user_id")
    private Long userId;

    /** For JPA. */
    protected NameClaim() {
    }
}
