package org.notechondria.invitation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.notechondria.problem.Problem;
import org.notechondria.support.DatabaseInContainer;
import org.notechondria.support.RaceInContainer;

/** Invitations on the real database. */
@ArquillianTest
class InvitationsInContainerIT {
    @Inject
    private Invitations invitations;
    @Inject
    private Staff staff;
    @Inject
    private UserTransaction transaction;
    @Resource(lookup = "jdbc/notechondria")
    private DataSource source;
    @Resource
    private ManagedThreadFactory threads;

    private DatabaseInContainer database;
    private long admin;

    @BeforeEach
    void noInvitationExists() {
        database = new DatabaseInContainer(source);
        database.update("DELETE FROM invitation");
        admin = database.person(true);
    }

    @AfterEach
    void registrationIsOpenAndTheClockGoesRightAgain() {
        database.restoreClock();
        database.update("DELETE FROM invitation");
    }

    @Test
    void a_code_is_required_as_soon_as_any_invitation_exists_and_no_longer_when_all_are_gone() {
        assertFalse(invitations.required());
        long id = created(1, null).invitation().id();
        assertTrue(invitations.required());
        invitations.use(id);
        assertTrue(invitations.required());
        invitations.delete(id);
        assertFalse(invitations.required());
    }

    @Test
    void a_code_is_valid_however_it_is_typed_and_asking_uses_nothing_up() {
        Invitations.Created made = created(1, null);
        String code = made.code().onTheWire();
        for (String typed : new String[] {code, code.toLowerCase(), code.replace("-", ""), " " + code + "\u00a0"}) {
            assertTrue(invitations.isValid(typed), typed);
            assertEquals(Optional.of(made.invitation().id()), invitations.find(typed));
        }
        for (String other : new String[] {"", "nonsense", InvitationCode.random().onTheWire()}) {
            assertFalse(invitations.isValid(other), other);
        }
        assertEquals(0, uses(made.invitation().id()));
    }

    @Test
    void a_code_that_is_used_up_is_not_valid() {
        Invitations.Created made = created(2, null);
        assertTrue(invitations.use(made.invitation().id()));
        assertTrue(invitations.isValid(made.code().onTheWire()));
        assertTrue(invitations.use(made.invitation().id()));
        assertFalse(invitations.isValid(made.code().onTheWire()));
        assertFalse(invitations.use(made.invitation().id()));
        assertEquals(2, uses(made.invitation().id()));
    }

    @Test
    void a_code_is_valid_until_its_expiry_by_the_databases_clock() {
        Instant expiry = now().plus(Duration.ofHours(1));
        Invitations.Created made = created(5, expiry);
        assertEquals(expiry, made.invitation().expiresAt());
        database.moveClock(Duration.ofMinutes(59));
        assertTrue(invitations.isValid(made.code().onTheWire()));
        assertTrue(invitations.use(made.invitation().id()));
        database.moveClock(Duration.ofHours(1));
        assertFalse(invitations.isValid(made.code().onTheWire()));
        assertFalse(invitations.use(made.invitation().id()));
        assertEquals(1, uses(made.invitation().id()));
    }

    @Test
    void the_very_instant_of_the_expiry_is_too_late() {
        Invitations.Created made = created(5, now().plus(Duration.ofHours(1)));
        database.update("CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT max(expires_at) FROM invitation'");
        assertFalse(invitations.isValid(made.code().onTheWire()));
        assertFalse(invitations.use(made.invitation().id()));
    }

    @Test
    void an_expiry_that_has_passed_by_the_databases_clock_makes_no_invitation() {
        Instant soon = now().plus(Duration.ofMinutes(1));
        database.moveClock(Duration.ofMinutes(2));
        Problem refused = assertThrows(Problem.class, () -> created(1, soon));
        assertEquals(400, refused.status());
        assertTrue(refused.body().contains("\"expires_at\":["));
        assertFalse(invitations.required());
    }

    @Test
    void a_use_joins_the_callers_transaction_and_is_undone_with_it() throws Exception {
        long id = created(1, null).invitation().id();
        transaction.begin();
        assertTrue(invitations.use(id));
        transaction.rollback();
        assertEquals(0, uses(id));
        assertTrue(invitations.use(id));
    }

    @Test
    void I4_the_last_use_is_taken_once_by_50_at_the_same_instant() throws Exception {
        long id = created(3, null).invitation().id();
        invitations.use(id);
        invitations.use(id);
        assertEquals(1, Collections.frequency(RaceInContainer.atOnce(threads, 50, () -> invitations.use(id)), true));
        assertEquals(3, uses(id));
    }

    @Test
    void a_deleted_invitation_is_neither_listed_nor_valid_and_can_not_be_deleted_again() {
        Invitations.Created made = created(1, null);
        long kept = created(7, null).invitation().id();
        invitations.delete(made.invitation().id());
        assertFalse(invitations.isValid(made.code().onTheWire()));
        assertFalse(invitations.use(made.invitation().id()));
        assertEquals(1, invitations.list().size());
        assertEquals(kept, invitations.list().get(0).id());
        assertEquals(404, assertThrows(Problem.class, () -> invitations.delete(made.invitation().id())).status());
    }

    @Test
    void the_list_shows_the_newest_first_with_its_uses() {
        long first = created(1, null).invitation().id();
        long second = created(9, null).invitation().id();
        invitations.use(second);
        assertEquals(2, invitations.list().size());
        Invitation newest = invitations.list().get(0);
        assertEquals(second, newest.id());
        assertEquals("for the class of 2030", newest.label());
        assertEquals(9, newest.maxUses());
        assertEquals(1, newest.uses());
        assertNull(newest.expiresAt());
        assertEquals(((Timestamp) database.one("SELECT created_at FROM invitation WHERE id = ?", second)).toInstant(), newest.createdAt());
        assertEquals(first, invitations.list().get(1).id());
    }

    @Test
    void I9_the_table_holds_the_digest_and_not_the_code() {
        Invitations.Created made = created(1, null);
        assertArrayEquals(made.code().digest(), (byte[]) database.one("SELECT code_digest FROM invitation"));
        String row = (String) database.one("SELECT invitation::text FROM invitation");
        assertFalse(row.contains(made.code().onTheWire().substring(0, 5)));
    }

    @Test
    void an_invitation_outlives_the_person_who_made_it() {
        Invitations.Created made = created(1, null);
        assertEquals(admin, database.one("SELECT created_by FROM invitation"));
        database.update("DELETE FROM users WHERE id = ?", admin);
        assertTrue(invitations.isValid(made.code().onTheWire()));
    }

    @Test
    void staff_is_who_is_staff_and_active_now() {
        assertDoesNotThrow(() -> staff.require(admin));
        Problem refused = assertThrows(Problem.class, () -> staff.require(database.person(false)));
        assertEquals(403, refused.status());
        assertEquals("Staff only.", refused.getMessage());
        database.update("UPDATE users SET is_active = false WHERE id = ?", admin);
        assertThrows(Problem.class, () -> staff.require(admin));
    }

    private Invitations.Created created(int maxUses, Instant expiresAt) {
        return invitations.create(admin, new NewInvitation("for the class of 2030", maxUses, expiresAt));
    }

    private Instant now() {
        return ((Timestamp) database.one("SELECT app_now()")).toInstant();
    }

    private int uses(long id) {
        return (Integer) database.one("SELECT uses FROM invitation WHERE id = ?", id);
    }
}
