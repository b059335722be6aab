package org.notechondria.account;

import static java.lang.System.Logger.Level.INFO;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.notechondria.configuration.BadSetting;
import org.notechondria.credential.Password;
import org.notechondria.credential.PasswordHash;
import org.notechondria.credential.PasswordHashing;

/** Makes the first administrator from the configuration, where there is none: a step of the start. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Administrator {
    private static final System.Logger LOG = System.getLogger(Administrator.class.getName());

    @PersistenceContext
    private EntityManager em;
    @EJB
    private NewPeople people;
    @Inject
    private AdministratorSettings settings;
    @Inject
    private PasswordHashing hashing;

    /** @throws BadSetting when there is no administrator, and no password to make one with */
    public void ensure() {
        if ((Boolean) em.createNativeQuery("SELECT EXISTS (SELECT 1 FROM users WHERE is_superuser)").getSingleResult()) {
            return;
        }
        PasswordHash hash = hashing.hash(settings.password().orElseGet(this::fromFile));
        people.add(new Accounts.NewUser(settings.username().text(), settings.email(), hash, true, "", ""), null)
                .orElseThrow(() -> new BadSetting("notechondria.admin.username", "must be the name of nobody else, and so must notechondria.admin.email"));
        if (settings.password().isEmpty()) {
            delete(settings.passwordFile().orElseThrow()); // the sign for whoever handed the file over that it was used
        }
        LOG.log(INFO, "the administrator {0} was made", settings.username().text());
    }

    private Password fromFile() {
        Path file = settings.passwordFile().filter(Files::isReadable)
                .orElseThrow(() -> new BadSetting("notechondria.admin.password", "must be set as long as there is no administrator"));
        try {
            return Password.of(Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
