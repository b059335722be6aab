package org.notechondria.account;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;
import org.notechondria.configuration.BadSetting;
import org.notechondria.configuration.FeatureSettings;
import org.notechondria.configuration.Settings;
import org.notechondria.credential.Password;

/**
 * Who the administrator becomes, where there is none yet.
 *
 * @param username      {@code notechondria.admin.username}; default {@code admin}
 * @param email         {@code notechondria.admin.email}; default {@code admin@localhost}
 * @param password      {@code notechondria.admin.password}; default none
 * @param passwordFile  {@code notechondria.admin.password-file}, used when there is no password, and deleted when it was used; default none
 */
@Dependent
public record AdministratorSettings(Username username, EmailAddress email, Optional<Password> password, Optional<Path> passwordFile) implements FeatureSettings {

    @Inject
    AdministratorSettings(Settings settings) {
        this(Username.parse(settings.text("notechondria.admin.username", "admin")).orElseThrow(() -> new BadSetting("notechondria.admin.username", "must be a name of 3 to 150 letters, digits, _ or -")),
                EmailAddress.parse(settings.text("notechondria.admin.email", "admin@localhost")).orElseThrow(() -> new BadSetting("notechondria.admin.email", "must be an e-mail address")),
                settings.text("notechondria.admin.password").map(Password::of),
                settings.text("notechondria.admin.password-file").map(Path::of));
        password.ifPresent(given -> {
            if (!given.objections().isEmpty()) {
                throw new BadSetting("notechondria.admin.password", "must be a better password: " + given.objections().get(0));
            }
        });
    }
}
