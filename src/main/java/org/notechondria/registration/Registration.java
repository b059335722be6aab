package org.notechondria.registration;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.security.SecureRandom;
import java.util.Optional;
import org.notechondria.account.EmailAddress;
import org.notechondria.credential.PasswordHash;

/** Somebody who has registered and not yet typed the mailed code: no person yet, and nobody who may sign in. */
@Entity
@Table(name = "registration")
// Whatever changes the registrations of one address lines up here until its transaction ends: a count stays true, and no two wait for each other in a circle.
@NamedNativeQuery(name = "Registration.lockAddress", query = "SELECT CAST(pg_advisory_xact_lock(hashtextextended(?1, 0)) AS text)")
// No row: five wait already.
@NamedNativeQuery(name = "Registration.add", query = """
        INSERT INTO registration (id, username, email, password, invitation_id, expires_at)
        SELECT ?1, ?2, ?3, ?4, CAST(?5 AS bigint), app_now() + make_interval(secs => ?6)
         WHERE (SELECT count(*) FROM registration WHERE email = ?3 AND expires_at > app_now()) < 5""")
@NamedNativeQuery(name = "Registration.pendingOf", query = "SELECT id FROM registration WHERE email = ?1 AND expires_at > app_now()")
@NamedNativeQuery(name = "Registration.renew", resultClass = Registration.class, query = """
        UPDATE registration SET expires_at = app_now() + make_interval(secs => ?2), last_mailed_at = app_now()    -- the latter for nodes of the version before V12
         WHERE email = ?1 AND expires_at > app_now()
        RETURNING id, username, email, password, invitation_id""")
@NamedNativeQuery(name = "Registration.take", resultClass = Registration.class, query = """
        DELETE FROM registration WHERE id = ?1 AND email = ?2 AND expires_at > app_now()
        RETURNING id, username, email, password, invitation_id""")
// Two nodes that sweep at once share the work.
@NamedNativeQuery(name = "Registration.sweep", query = """
        DELETE FROM registration WHERE id IN (
            SELECT id FROM registration WHERE expires_at < app_now()
             ORDER BY expires_at LIMIT ?1 FOR UPDATE SKIP LOCKED)""")
public class Registration {
    /** JSON numbers are exact up to here in every client. */
    private static final long ID_BOUND = 1L << 53;
    private static final String SUBJECT = "registration:";
    private static final SecureRandom RANDOM = new SecureRandom();

    @Id
    private long id;
    private String username;
    private String email;
    private String password;
    @Column(name = "invitation_id")
    private Long invitationId;

    /** For JPA. */
    protected Registration() {
    }

    /** Says nothing about how many there are. */
    static long randomId() {
        return RANDOM.nextLong(1, ID_BOUND);
    }

    /** Whose a code is. */
    static String subjectOf(long id) {
        return SUBJECT + id;
    }

    static long idIn(String subject) {
        return Long.parseLong(subject.substring(SUBJECT.length()));
    }

    long id() {
        return id;
    }

    String username() {
        return username;
    }

    EmailAddress email() {
        return new EmailAddress(email);
    }

    PasswordHash password() {
        return PasswordHash.of(password);
    }

    Optional<Long> invitationId() {
        return Optional.ofNullable(invitationId);
    }
}
