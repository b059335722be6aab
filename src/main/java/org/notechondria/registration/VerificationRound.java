package org.notechondria.registration;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;

/** When an address was last written to about a registration (contract, section 5): one round of mails a minute, whether or not anything waits. The row's key is the address's pseudonym. */
@Entity
@Table(name = "verification_round")
// No row: the last round was less than a minute old when this one was asked for.
@NamedNativeQuery(name = "VerificationRound.begin", query = """
        INSERT INTO verification_round (address, mailed_at) VALUES (?1, CAST(?2 AS timestamptz))
        ON CONFLICT (address) DO UPDATE SET mailed_at = excluded.mailed_at
         WHERE verification_round.mailed_at <= excluded.mailed_at - interval '1 minute'""")
// A registration mails at once, and the minute counts from there.
@NamedNativeQuery(name = "VerificationRound.restart", query = """
        INSERT INTO verification_round (address, mailed_at) VALUES (?1, app_now())
        ON CONFLICT (address) DO UPDATE SET mailed_at = excluded.mailed_at""")
@NamedNativeQuery(name = "VerificationRound.sweep", query = """
        DELETE FROM verification_round WHERE address IN (
            SELECT address FROM verification_round WHERE mailed_at < app_now() - interval '1 minute'
             ORDER BY mailed_at LIMIT ?1 FOR UPDATE SKIP LOCKED)""")
public class VerificationRound {
    @Id
    private String address;

    /** For JPA. */
    protected VerificationRound() {
    }
}
