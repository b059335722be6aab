package org.notechondria.registration;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Person;
import org.notechondria.support.Race;
import org.notechondria.support.Sql;

/** Wire contract, section 5: what an invitation has to do with registering. */
class RegistrationByInvitationIT extends RegistrationContract {
    private static final String GONE = "The invitation is no longer valid.";

    @BeforeEach
    @AfterEach
    void registrationIsOpen() {
        Sql.update("DELETE FROM invitation");
    }

    @Test
    void a_code_that_is_given_must_be_valid_even_when_none_is_required_and_an_empty_one_is_not_given() {
        String anna = name("anna");
        Http.Answer refused = register(anna, address(anna), Map.of("invitation_code", "AAAAA-AAAAA-AAAAA-AAAAA"));
        assertProblem(refused, 400, "invitation_code: Invalid invitation code.");
        assertThat(refused.json().getJsonArray("invitation_code").getString(0)).isEqualTo("Invalid invitation code.");
        assertThat(register(anna, address(anna), Map.of("invitation_code", "  ")).status()).isEqualTo(201);
        assertThat(register(name("b"), address(name("b")), Map.of("invitation_code", JsonValue.NULL)).status()).isEqualTo(201);
    }

    @Test
    void a_code_is_required_as_soon_as_any_invitation_exists() {
        JsonObject invitation = invitation(1);
        Sql.update("UPDATE invitation SET uses = max_uses");
        String anna = name("anna");
        for (Map<String, ?> none : List.<Map<String, ?>>of(Map.of(), Map.of("invitation_code", ""), Map.of("invitation_code", JsonValue.NULL))) {
            assertProblem(register(anna, address(anna), none), 400, "invitation_code: An invitation code is required.");
        }
        assertProblem(register(anna, address(anna), Map.of("invitation_code", invitation.getString("code"))), 400, "invitation_code: Invalid invitation code.");
        Sql.update("UPDATE invitation SET uses = 0");
        assertThat(register(anna, address(anna), Map.of("invitation_code", " " + invitation.getString("code").toLowerCase() + " ")).status()).isEqualTo(201);
    }

    @Test
    void a_use_is_counted_when_the_registration_is_verified() {
        String code = invitation(1).getString("code");
        String anna = name("anna");
        assertThat(register(anna, address(anna), Map.of("invitation_code", code)).status()).isEqualTo(201);
        assertThat(Sql.one("SELECT uses FROM invitation")).isEqualTo(0);
        assertThat(verify(address(anna), mailBox.codeFor(address(anna))).status()).isEqualTo(200);
        assertThat(Sql.one("SELECT uses FROM invitation")).isEqualTo(1);
    }

    @Test
    void an_invitation_that_was_used_up_meanwhile_is_said_and_nothing_is_made_or_spent() {
        String invitation = invitation(1).getString("code");
        String anna = name("anna");
        register(anna, address(anna), Map.of("invitation_code", invitation));
        String code = mailBox.codeFor(address(anna));
        Sql.update("UPDATE invitation SET uses = 1");
        Http.Answer refused = verify(address(anna), code);
        assertProblem(refused, 400, GONE);
        assertThat(refused.json().getJsonArray("non_field_errors").getString(0)).isEqualTo(GONE);
        assertThat(Sql.count("SELECT count(*) FROM users WHERE username = ?", anna)).isZero();
        Sql.update("UPDATE invitation SET max_uses = 2");
        assertThat(verify(address(anna), code).status()).as("the code was not spent").isEqualTo(200);
    }

    @Test
    void I4_the_last_use_of_an_invitation_lets_one_of_many_in() {
        String invitation = invitation(1).getString("code");
        String[] names = new String[8];
        String[] codes = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = name("n");
            assertThat(register(names[i], address(names[i]), Map.of("invitation_code", invitation)).status()).isEqualTo(201);
            codes[i] = mailBox.codeFor(address(names[i]));
        }
        assertThat(Race.atOnce(names.length, i -> verify(address(names[i]), codes[i]).status())).containsOnlyOnce(200).containsOnly(200, 400);
        assertThat(Sql.one("SELECT uses FROM invitation")).isEqualTo(1);
    }

    private JsonObject invitation(int uses) {
        Person staff = People.somebody("staff");
        Sql.update("UPDATE users SET is_staff = true WHERE id = ?", staff.id());
        Http.Answer made = http.post("/admin/invitations/", Map.of("max_uses", uses), staff.on(http, "x").header());
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        return made.json();
    }
}
