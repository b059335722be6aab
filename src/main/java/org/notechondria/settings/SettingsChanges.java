package org.notechondria.settings;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Optional;
import org.notechondria.account.Accounts;
import org.notechondria.account.EmailAddress;
import org.notechondria.account.Names;
import org.notechondria.account.User;
import org.notechondria.account.Username;
import org.notechondria.body.Fields;
import org.notechondria.session.SessionProblems;
import org.notechondria.web.Caller;

/**
 * Applies one PATCH of the settings in one transaction. What the database has an objection to is collected with the rest, and the end of
 * it all is either the whole change or a rollback with every rejected field named.
 */
@Stateless
public class SettingsChanges {
    /** Bytes of UTF-8, as kept. */
    private static final int MOST_APP_SETTINGS = 64 * 1024;

    @PersistenceContext
    private EntityManager em;
    @EJB
    private Accounts accounts;
    @EJB
    private Names names;
    @EJB
    private Avatars avatars;

    /** @param picture  the new one, or null */
    public void apply(Caller caller, SettingsChange change, Picture picture, Fields fields) {
        User present = accounts.locked(caller.userId()).orElseThrow(SessionProblems::invalidKey); // gone since the credential was looked at
        rename(caller, present, change, fields);
        compareEmail(present, change, fields);
        em.createNamedQuery("User.changeNames").setParameter(1, present.id()).setParameter(2, change.firstName()).setParameter(3, change.lastName()).executeUpdate();
        changeProfile(present.id(), change, fields);
        if (picture != null) {
            avatars.replace(present.id(), picture);
        } else if (change.removesAvatar()) {
            avatars.remove(present.id());
        }
        fields.done();
    }

    /** The present name is fine in whatever form, for a client may send the whole form back. */
    private void rename(Caller caller, User present, SettingsChange change, Fields fields) {
        if (change.username() == null || change.username().equals(present.username())) {
            return;
        }
        if (caller.sessionId() == null) {
            throw SettingsProblems.sessionRequired();
        }
        Optional<Username> fresh = Username.parse(change.username());
        if (fresh.isEmpty()) {
            fields.reject("username", Username.RULE);
        } else if (!claim(fresh.get(), present)) {
            fields.reject("username", "A user with that username already exists.");
        } else {
            em.createNamedQuery("User.rename").setParameter(1, present.id()).setParameter(2, fresh.get().text()).setParameter(3, fresh.get().folded()).executeUpdate();
        }
    }

    private boolean claim(Username fresh, User present) {
        Username old = new Username(present.username());
        if (fresh.folded().equals(old.folded())) {
            return true;
        }
        names.letGo(old, present.id()); // before the new claim: a person has one at most
        return names.give(fresh, present.id(), null);
    }

    private static void compareEmail(User present, SettingsChange change, Fields fields) {
        String known = present.email().map(EmailAddress::text).map(EmailAddress::normalized).orElse("");
        if (change.email() != null && !EmailAddress.normalized(change.email()).equals(known)) {
            fields.reject("email", "The email address is changed by /auth/change-email/, which proves the new one.");
        }
    }

    private void changeProfile(long userId, SettingsChange change, Fields fields) {
        Number kept = (Number) em.createNamedQuery("Profile.change").setParameter(1, userId)
                .setParameter(2, change.motto()).setParameter(3, change.socialLink()).setParameter(4, change.editorMode())
                .setParameter(5, change.themePreset()).setParameter(6, change.themeMode()).setParameter(7, change.apiBaseUrl())
                .setParameter(8, change.appSettings() == null ? null : change.appSettings().toString())
                .setParameter(9, change.appSettingsUpdatedAt() == null ? null : change.appSettingsUpdatedAt().toString()).getSingleResult();
        if (change.appSettings() != null && kept.intValue() > MOST_APP_SETTINGS) {
            fields.reject("app_settings", "These settings and the ones kept already are more than 64 KiB.");
        }
    }
}
