package org.notechondria.settings;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.time.Instant;
import org.notechondria.account.Accounts;
import org.notechondria.account.AuthenticationPayload;
import org.notechondria.body.Fields;
import org.notechondria.body.Form;
import org.notechondria.web.Caller;

/** Shows a person's settings and takes changes to them. Not transactional: a picture is read before the one transaction that keeps it. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AccountSettings {
    @EJB
    private Accounts accounts;
    @EJB
    private SettingsChanges changes;
    @Inject
    private AuthenticationPayload payload;
    @Inject
    private PictureReading pictures;

    /** The person of the authentication payload without id and display name, and the API key's first characters, "" without one. */
    public record Shown(String email, String username, String firstName, String lastName, boolean isStaff, boolean isSuperuser,
            String motto, String socialLink, String imageUrl, String editorMode, String themePreset, String themeMode, String apiBaseUrl,
            JsonObject appSettings, Instant appSettingsUpdatedAt, String apiKeyPrefix) {
        static Shown of(AuthenticationPayload.Person person, String apiKeyPrefix) {
            return new Shown(person.email(), person.username(), person.firstName(), person.lastName(), person.isStaff(), person.isSuperuser(),
                    person.motto(), person.socialLink(), person.imageUrl(), person.editorMode(), person.themePreset(), person.themeMode(), person.apiBaseUrl(),
                    person.appSettings(), person.appSettingsUpdatedAt(), apiKeyPrefix);
        }
    }

    public Shown of(long userId) {
        return Shown.of(payload.person(userId), accounts.apiKeyPrefixOf(userId));
    }

    public Shown change(Caller caller, Fields fields) {
        changes.apply(caller, SettingsChange.read(fields), null, fields);
        return of(caller.userId());
    }

    public Shown change(Caller caller, Form form) {
        Fields fields = form.text().fields();
        SettingsChange change = SettingsChange.read(fields);
        Picture picture = form.file().map(sent -> read(sent, fields)).orElse(null);
        changes.apply(caller, change, picture, fields);
        return of(caller.userId());
    }

    private Picture read(byte[] sent, Fields fields) {
        try {
            return pictures.read(sent);
        } catch (NotAPicture refused) {
            fields.reject("avatar", refused.getMessage());
            return null;
        }
    }
}
