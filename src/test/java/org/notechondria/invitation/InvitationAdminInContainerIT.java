package org.notechondria.invitation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Set;
import javax.sql.DataSource;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.notechondria.body.Body;
import org.notechondria.body.JsonShape;
import org.notechondria.problem.Problem;
import org.notechondria.support.DatabaseInContainer;
import org.notechondria.web.Caller;

/** The staff's calls, each with the caller that the authentication would put there. */
@ArquillianTest
class InvitationAdminInContainerIT {
    private static final Set<String> MEMBERS = Set.of("id", "label", "max_uses", "uses", "expires_at", "created_at");

    @Inject
    private InvitationAdminResource resource;
    @Resource(lookup = "jdbc/notechondria")
    private DataSource source;

    private DatabaseInContainer database;
    private SecurityContext admin;

    @BeforeEach
    void anAdministratorIsSignedIn() {
        database = new DatabaseInContainer(source);
        admin = signedIn(database.person(true));
    }

    @AfterEach
    void registrationIsOpenAgain() {
        database.update("DELETE FROM invitation");
    }

    @Test
    void a_made_invitation_is_answered_with_its_code_and_listed_without() {
        Response answer = resource.create(body("{\"max_uses\": 2, \"label\": \"friends\"}"), admin);
        assertEquals(201, answer.getStatus());
        JsonObject made = json(answer.getEntity());
        assertEquals(7, made.size());
        assertTrue(made.keySet().containsAll(MEMBERS));
        assertTrue(made.getString("code").matches("[A-Z2-9]{5}(-[A-Z2-9]{5}){3}"));
        assertTrue(made.isNull("expires_at"));
        assertFalse(answer.getEntity().toString().contains(made.getString("code")));
        JsonObject listed = json(resource.list(admin)).getJsonArray("invitations").getJsonObject(0);
        assertEquals(MEMBERS, listed.keySet());
        assertEquals(made.getString("created_at"), listed.getString("created_at"));
        resource.delete(Long.toString(made.getJsonNumber("id").longValueExact()), admin);
        assertTrue(json(resource.list(admin)).getJsonArray("invitations").isEmpty());
    }

    @Test
    void what_is_no_plain_decimal_id_is_answered_as_an_unknown_one() {
        for (String id : new String[] {"1", "0", "01", "-1", "+1", "1.0", "1e3", "x", " 1", "9".repeat(18), "9".repeat(30), "\u0661"}) {
            assertEquals(404, assertThrows(Problem.class, () -> resource.delete(id, admin), id).status());
        }
    }

    @Test
    void who_is_not_staff_is_told_only_that() {
        SecurityContext anna = signedIn(database.person(false));
        assertStaffOnly(() -> resource.list(anna));
        assertStaffOnly(() -> resource.create(body("{\"max_uses\": 0}"), anna));
        assertStaffOnly(() -> resource.delete("x", anna));
    }

    private static void assertStaffOnly(org.junit.jupiter.api.function.Executable call) {
        Problem refused = assertThrows(Problem.class, call);
        assertEquals(403, refused.status());
        assertEquals("Staff only.", refused.getMessage());
    }

    private static Body body(String json) {
        return Body.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject json(Object answer) {
        return Json.createReader(new StringReader(new JsonShape().getContext(Object.class).toJson(answer))).readObject();
    }

    private static SecurityContext signedIn(long person) {
        return new SecurityContext() {
            @Override
            public Principal getUserPrincipal() {
                return Caller.bySession(person, 1);
            }

            @Override
            public boolean isUserInRole(String role) {
                return false;
            }

            @Override
            public boolean isSecure() {
                return true;
            }

            @Override
            public String getAuthenticationScheme() {
                return "Token";
            }
        };
    }
}
