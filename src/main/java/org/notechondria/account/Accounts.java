package org.notechondria.account;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.notechondria.credential.PasswordHash;

/** Keeps the people: finds them, makes them, and changes what they sign in with. */
@Stateless
public class Accounts {
    @PersistenceContext
    private EntityManager em;

    /**
     * Somebody who is about to exist.
     *
     * @param email     null when a provider gave none
     * @param password  null when there is none
     * @param staff     also superuser: the administrator
     */
    public record NewUser(String username, EmailAddress email, PasswordHash password, boolean staff, String firstName, String lastName) {
        public static NewUser registered(String username, EmailAddress email, PasswordHash password) {
            return new NewUser(username, email, password, false, "", "");
        }
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<User> byId(long id) {
        return Optional.ofNullable(em.find(User.class, id));
    }

    /** As they are until the end of the caller's transaction: neither the password nor the right to sign in changes before. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public Optional<User> forSignIn(long id) {
        return em.createNamedQuery("User.forSignIn", User.class).setParameter(1, id).getResultList().stream().findFirst();
    }

    /** Locks the person's row until the end of the caller's transaction, against other changes and against sign-ins. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public Optional<User> locked(long id) {
        return em.createNamedQuery("User.locked", User.class).setParameter(1, id).getResultList().stream().findFirst();
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<User> byEmail(EmailAddress email) {
        return byEmail(email.text());
    }

    private Optional<User> byEmail(String normalized) {
        return em.createNamedQuery("User.byEmail", User.class).setParameter(1, normalized).setParameter(2, EmailAddress.inAscii(normalized)).getResultList().stream().findFirst();
    }

    /** By e-mail or user name, in any case; what holds an {@code @} is looked up as an e-mail first. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<User> byIdentifier(String typed) {
        Optional<User> byEmail = typed.contains("@") ? byEmail(EmailAddress.normalized(typed)) : Optional.empty();
        Optional<User> byName = first("User.byName", new Username(typed).folded()); // asked in any case: a known address takes as long as an unknown one
        return byEmail.or(() -> byName);
    }

    /**
     * The password of somebody, for whoever must cost what somebody costs. Empty where nobody has one.
     *
     * @param where  among all who have one: 0 is the first, 1 the last
     */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<PasswordHash> passwordOfSomebody(double where) {
        List<?> rows = em.createNamedQuery("User.somebodysPassword").setParameter(1, where).getResultList();
        return rows.stream().map(stored -> PasswordHash.of((String) stored)).findFirst();
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Profile profileOf(long userId) {
        return em.createNamedQuery("Profile.of", Profile.class).setParameter(1, userId).getSingleResult();
    }

    /** The first characters of the person's API key; "" without one. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public String apiKeyPrefixOf(long userId) {
        List<?> rows = em.createNativeQuery("SELECT prefix FROM api_key WHERE user_id = ?1").setParameter(1, userId).getResultList();
        return rows.isEmpty() ? "" : (String) rows.get(0);
    }

    /** Joins the caller's transaction. Empty when the name or the address is somebody else's. The caller has the name's claim. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public OptionalLong create(NewUser person) {
        List<?> made = em.createNamedQuery("User.create")
                .setParameter(1, person.username()).setParameter(2, new Username(person.username()).folded())
                .setParameter(3, person.email() == null ? null : person.email().text())
                .setParameter(4, person.password() == null ? null : person.password().forTheTable())
                .setParameter(5, person.staff()).setParameter(6, person.firstName()).setParameter(7, person.lastName()).getResultList();
        if (made.isEmpty()) {
            return OptionalLong.empty();
        }
        long id = ((Number) made.get(0)).longValue();
        em.createNativeQuery("INSERT INTO profile (user_id) VALUES (?1)").setParameter(1, id).executeUpdate();
        return OptionalLong.of(id);
    }

    /**
     * Joins the caller's transaction and locks the person's row.
     *
     * @param checked  the version of the credential that was checked
     * @return the new version; empty when somebody changed it in between
     */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public OptionalLong replacePassword(long userId, PasswordHash fresh, long checked) {
        List<?> changed = em.createNamedQuery("User.replacePassword").setParameter(1, userId).setParameter(2, fresh.forTheTable())
                .setParameter(3, checked).getResultList();
        return changed.isEmpty() ? OptionalLong.empty() : OptionalLong.of(((Number) changed.get(0)).longValue());
    }

    /** The same password in a newer form: sessions stay. Does nothing when the password was changed in between. */
    public void rehash(long userId, PasswordHash fresh, long checked) {
        em.createNamedQuery("User.rehash").setParameter(1, userId).setParameter(2, fresh.forTheTable()).setParameter(3, checked).executeUpdate();
    }

    /**
     * Joins the caller's transaction and locks the person's row.
     *
     * @return false when the address is somebody else's, or {@code from} is no longer the person's
     * @throws jakarta.ejb.EJBException over SQL state 23505 when somebody else takes the address at the same instant
     */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public boolean changeEmail(long userId, EmailAddress from, EmailAddress to) {
        return em.createNamedQuery("User.changeEmail").setParameter(1, userId).setParameter(2, from.text()).setParameter(3, to.text()).executeUpdate() == 1;
    }

    private Optional<User> first(String query, String sought) {
        return em.createNamedQuery(query, User.class).setParameter(1, sought).getResultList().stream().findFirst();
    }
}
