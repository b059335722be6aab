package org.notechondria.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.QueryHint;
import jakarta.persistence.Table;
import java.util.Optional;
import org.notechondria.credential.PasswordHash;

/** A person who may sign in. Changed by the conditional statements here and in no other way. */
@Entity
@Table(name = "users")
@NamedNativeQuery(name = "User.byEmail", resultClass = User.class, query = User.SELECT + """
        WHERE email IN (?1, ?2)    -- the latter for people who moved in with their domain in ASCII
        ORDER BY email <> ?1 LIMIT 1""")
@NamedNativeQuery(name = "User.byName", resultClass = User.class, query = User.SELECT + "WHERE username_folded = ?1")
@NamedNativeQuery(name = "User.create", query = """
        INSERT INTO users (username, username_folded, email, password, is_staff, is_superuser, first_name, last_name, email_verified)
        VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, CAST(?3 AS text) IS NOT NULL AND NOT ?5)    -- a mailed code or a provider proved it; the administrator's is configured
        ON CONFLICT DO NOTHING    -- no row: the name or the address was taken in between
        RETURNING id""")
@NamedNativeQuery(name = "User.replacePassword", query = """
        UPDATE users SET password = ?2, credential_version = credential_version + 1
         WHERE id = ?1 AND credential_version = ?3 AND is_active    -- no row: somebody changed it in between
        RETURNING credential_version""")
@NamedNativeQuery(name = "User.somebodysPassword", query = """
        SELECT password FROM users
         WHERE password IS NOT NULL
           AND id >= (SELECT CAST(ceil(max(id) * CAST(?1 AS float8)) AS bigint) FROM users WHERE password IS NOT NULL)    -- ids have gaps: the next one
         ORDER BY id LIMIT 1""")
@NamedNativeQuery(name = "User.rehash", query = "UPDATE users SET password = ?2 WHERE id = ?1 AND credential_version = ?3")
@NamedNativeQuery(name = "User.locked", resultClass = User.class, query = User.SELECT + "WHERE id = ?1 FOR NO KEY UPDATE", hints = @QueryHint(name = User.AS_LOCKED, value = "true"))
@NamedNativeQuery(name = "User.forSignIn", resultClass = User.class, query = User.SELECT + """
        WHERE id = ?1
           FOR SHARE    -- waits for a password change under way: what is read here is then what the mint finds""", hints = @QueryHint(name = User.AS_LOCKED, value = "true"))
@NamedNativeQuery(name = "User.rename", query = "UPDATE users SET username = ?2, username_folded = ?3 WHERE id = ?1")
@NamedNativeQuery(name = "User.changeNames", query = """
        UPDATE users SET first_name = coalesce(?2, first_name), last_name = coalesce(?3, last_name)
         WHERE id = ?1 AND num_nonnulls(CAST(?2 AS text), CAST(?3 AS text)) > 0    -- neither was sent: no new version of the row""")
@NamedNativeQuery(name = "User.changeEmail", query = """
        UPDATE users SET email = ?3, email_verified = true
         WHERE id = ?1 AND email = ?2 AND is_active    -- no row: changed in between, or ...
           AND NOT EXISTS (SELECT 1 FROM users WHERE email = ?3)    -- ... somebody else's; of two at once the unique index refuses the second""")
public class User {
    /** What the transaction read of the row before it had the lock is forgotten: the statement waited, and the row is another since. */
    static final String AS_LOCKED = "eclipselink.refresh";
    /** By name: nodes that run beside the next version keep their prepared statements when it adds a column. */
    static final String SELECT = "SELECT id, username, email, password, credential_version, is_active, is_staff, is_superuser, email_verified, first_name, last_name FROM users ";

    @Id
    private long id;
    private String username;
    private String email;
    private String password;
    @Column(name = "credential_version")
    private long credentialVersion;
    @Column(name = "is_active")
    private boolean active;
    @Column(name = "is_staff")
    private boolean staff;
    @Column(name = "is_superuser")
    private boolean superuser;
    @Column(name = "email_verified")
    private boolean emailVerified;
    @Column(name = "first_name")
    private String firstName;
    @Column(name = "last_name")
    private String lastName;

    /** For JPA. */
    protected User() {
    }

    public long id() {
        return id;
    }

    public String username() {
        return username;
    }

    /** Empty for a person whom a provider gave none. */
    public Optional<EmailAddress> email() {
        return Optional.ofNullable(email).map(EmailAddress::new);
    }

    /** Whether this is the person's address, in whichever spelling of its domain that moved in. */
    public boolean hasEmail(EmailAddress address) {
        return email != null && EmailAddress.normalized(email).equals(address.text());
    }

    /** Whether the person proved to read mail there. */
    public boolean isEmailVerified() {
        return emailVerified;
    }

    /** Empty for a person who signs in through a provider only. */
    public Optional<PasswordHash> password() {
        return Optional.ofNullable(password).map(PasswordHash::of);
    }

    /** Rises with every change of the password; a session is minted only for the version that was checked. */
    public long credentialVersion() {
        return credentialVersion;
    }

    public boolean isActive() {
        return active;
    }

    public boolean isStaff() {
        return staff;
    }

    boolean isSuperuser() {
        return superuser;
    }

    String firstName() {
        return firstName;
    }

    String lastName() {
        return lastName;
    }

    /** First and last name, or the user name when both are empty. */
    String displayName() {
        String full = (firstName + " " + lastName).strip();
        return full.isEmpty() ? username : full;
    }
}
