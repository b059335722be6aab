package org.notechondria.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.notechondria.configuration.BadSetting;
import org.notechondria.support.DatabaseInContainer;

/** The first administrator, whose password this deployment was given in a file. */
@ArquillianTest
class AdministratorInContainerIT {
    @Inject
    private Administrator administrator;
    @Inject
    @ConfigProperty(name = "notechondria.admin.password-file")
    private String passwordFile;
    @Resource(lookup = "jdbc/notechondria")
    private DataSource source;

    @Test
    void the_file_with_the_password_is_deleted_when_it_was_used() {
        Path file = Path.of(passwordFile);
        assertTrue(Files.isDirectory(file.getParent()));
        assertTrue(Files.notExists(file));
    }

    @Test
    void no_administrator_and_no_password_refuses_the_start_with_one_line() {
        DatabaseInContainer database = new DatabaseInContainer(source);
        Object id = database.one("SELECT id FROM users WHERE is_superuser");
        try {
            assertEquals(1, database.update("UPDATE users SET is_superuser = false WHERE is_superuser"));
            Exception refused = assertThrows(EJBException.class, administrator::ensure);
            assertEquals("notechondria.admin.password must be set as long as there is no administrator (environment: NOTECHONDRIA_ADMIN_PASSWORD)",
                    assertInstanceOf(BadSetting.class, refused.getCause()).getMessage());
        } finally {
            database.update("UPDATE users SET is_superuser = true WHERE id = ?", id);
        }
    }
}
