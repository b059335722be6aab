package org.notechondria.contract;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Person;
import org.notechondria.support.Sql;

/** Wire contract, section 5: the staff's calls for invitations. */
class InvitationAdminIT extends ContractTest {
    private static final String INVITATIONS = "/admin/invitations/";
    private String[] staff;

    @BeforeEach
    void somebodyOfTheStaffIsSignedIn() {
        Person anna = People.somebody("anna");
        Sql.update("UPDATE users SET is_staff = true WHERE id = ?", anna.id());
        staff = anna.signedIn().header();
    }

    @AfterEach
    void registrationIsOpenAgain() {
        Sql.update("DELETE FROM invitation");
    }

    @Test
    void one_is_made_with_a_code_that_is_shown_once_listed_without_it_and_deleted() {
        Http.Answer made = http.post(INVITATIONS, Map.of("label", "friends", "max_uses", 2, "expires_at", "2099-01-01T00:00:00Z"), staff);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        String code = made.json().getString("code");
        assertThat(http.post("/auth/validate-invitation/", Map.of("invitation_code", code)).json()).hasToString("{\"required\":true,\"valid\":true}");
        Http.Answer list = http.get(INVITATIONS, staff);
        assertThat(list.body()).doesNotContain(code);
        JsonObject listed = list.json().getJsonArray("invitations").getJsonObject(0);
        assertThat(listed.getInt("max_uses")).isEqualTo(2);
        assertThat(listed.getString("label")).isEqualTo("friends");
        assertThat(listed.getString("expires_at")).isEqualTo("2099-01-01T00:00:00Z");
        String one = INVITATIONS + made.json().getInt("id") + "/";
        assertThat(http.delete(one, staff).status()).isEqualTo(204);
        assertThat(http.delete(one, staff).status()).isEqualTo(404);
        assertThat(http.get(INVITATIONS, staff).json().getJsonArray("invitations")).isEmpty();
    }

    @Test
    void A20_what_the_server_gives_an_invitation_is_not_taken_from_the_body() {
        Http.Answer made = http.post(INVITATIONS, Map.of("max_uses", 2, "id", 17_000_000, "uses", 1, "code", "ABCDE-FGHJK-LMNPQ-RSTUV", "created_at", "1999-01-01T00:00:00Z", "created_by", 1), staff);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        JsonObject listed = http.get(INVITATIONS, staff).json().getJsonArray("invitations").getJsonObject(0);
        assertThat(listed.getInt("id")).isEqualTo(made.json().getInt("id")).isNotEqualTo(17_000_000);
        assertThat(listed.getInt("uses")).isZero();
        assertThat(listed.getString("created_at")).doesNotStartWith("1999");
        assertThat(http.post("/auth/validate-invitation/", Map.of("invitation_code", "ABCDE-FGHJK-LMNPQ-RSTUV")).json().getBoolean("valid")).isFalse();
        assertThat(http.post("/auth/validate-invitation/", Map.of("invitation_code", made.json().getString("code"))).json().getBoolean("valid")).isTrue();
    }

    @Test
    void every_rejected_field_is_named_at_once_also_the_one_that_only_the_databases_clock_knows_of() {
        assertProblem(http.send("POST", INVITATIONS, "{\"expires_at\":\"2001-01-01T00:00:00Z\",\"label\":17,\"max_uses\":0}", staff), 400,
                "expires_at: This time must be in the future.\nlabel: Not a valid string.\nmax_uses: Ensure this value is from 1 to 100000.");
        for (Object most : new Object[] {"2", 1.5, -1, 0}) {
            Http.Answer refused = http.post(INVITATIONS, Map.of("max_uses", most), staff);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().getJsonArray("max_uses")).as(refused.toString()).hasSize(1);
        }
        assertThat(http.post(INVITATIONS, Map.of("max_uses", 1, "expires_at", "2001-01-01T00:00:00Z"), staff).json().getJsonArray("expires_at")).hasSize(1);
    }
}
