package org.notechondria.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.util.Optional;
import java.util.function.LongFunction;
import javax.sql.DataSource;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.notechondria.support.DatabaseInContainer;

/** Who locks a person's row decides by what is in it then, not by what the transaction read before. */
@ArquillianTest
class LockedPeopleInContainerIT {
    @Inject
    private Accounts accounts;
    @Inject
    private UserTransaction transaction;
    @Resource(lookup = "jdbc/notechondria")
    private DataSource source;
    @Resource
    private ManagedExecutorService elsewhere;
    private DatabaseInContainer database;
    private long anna;

    @BeforeEach
    void annaIsThere() {
        database = new DatabaseInContainer(source);
        anna = database.person(false);
    }

    /** Reads her, has somebody else's transaction deactivate her, and looks again. */
    private void assertReadAnew(LongFunction<Optional<User>> locking) throws Exception {
        transaction.begin();
        try {
            assertTrue(accounts.byId(anna).orElseThrow().isActive());
            assertEquals(1, elsewhere.submit(() -> database.update("UPDATE users SET is_active = false, credential_version = credential_version + 1 WHERE id = ?", anna)).get());
            User locked = locking.apply(anna).orElseThrow();
            assertFalse(locked.isActive());
            assertEquals(database.one("SELECT credential_version FROM users WHERE id = ?", anna), locked.credentialVersion());
        } finally {
            transaction.rollback();
        }
    }

    @Test
    void I7_a_row_that_is_locked_against_changes_is_read_anew() throws Exception {
        assertReadAnew(accounts::locked);
    }

    @Test
    void I7_a_row_that_is_held_for_a_sign_in_is_read_anew() throws Exception {
        assertReadAnew(accounts::forSignIn);
    }
}
