package org.notechondria.registration;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;

/**
 * Somebody asked for fresh codes of whatever waits for an address. The request notes that much, for every address alike, and no more: what is done about it,
 * behind the answer, tells nobody by its time whether anything waited (promise I10).
 */
@Entity
@Table(name = "resend_wish")
@NamedNativeQuery(name = "ResendWish.add", query = "INSERT INTO resend_wish (email) VALUES (?1)")
// Two nodes at once: each another one. What is older than a code lives is nobody's wish any more.
@NamedNativeQuery(name = "ResendWish.takeOldest", query = """
        DELETE FROM resend_wish WHERE id = (SELECT id FROM resend_wish WHERE asked_at > app_now() - interval '10 minutes' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING email, asked_at""")
@NamedNativeQuery(name = "ResendWish.sweep", query = """
        DELETE FROM resend_wish WHERE id IN (
            SELECT id FROM resend_wish WHERE asked_at < app_now() - interval '10 minutes' ORDER BY id LIMIT ?1 FOR UPDATE SKIP LOCKED)""")
public class ResendWish {
    @Id
    private long id;

    /** For JPA. */
    protected ResendWish() {
    }
}
