package org.notechondria.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URL;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.notechondria.invitation.InvitationCode;
import org.notechondria.run.DatabaseAddress;
import org.notechondria.support.Http;
import org.notechondria.support.TestDatabase;

/** Wire contract, section 5: whether registration needs a code, and whether this one is good. */
@ArquillianTest
@RunAsClient
class ValidateInvitationIT {
    private static final String CODE = "ABCDE-FGHJK-LMNPQ-RSTUV";

    @ArquillianResource
    private URL base;

    @BeforeEach
    @AfterEach
    void noInvitationExists() throws SQLException {
        sql("DELETE FROM invitation");
    }

    @Test
    void without_any_invitation_none_is_required_and_whatever_is_sent_is_valid() {
        for (String body : new String[] {"{}", "{\"invitation_code\": null}", "{\"invitation_code\": \"\"}", "{\"invitation_code\": \"nonsense\"}"}) {
            assertThat(post(body).json()).as(body).hasToString("{\"required\":false,\"valid\":true}");
        }
    }

    @Test
    void with_an_invitation_only_its_code_is_valid() throws SQLException {
        sql("INSERT INTO invitation (code_digest, max_uses) VALUES (?, 1)", InvitationCode.parse(CODE).orElseThrow().digest());
        for (String code : new String[] {CODE, " " + CODE.toLowerCase().replace("-", "") + "\u3000"}) {
            assertThat(http().post("/auth/validate-invitation/", Map.of("invitation_code", code)).json()).as(code).hasToString("{\"required\":true,\"valid\":true}");
        }
        for (String body : new String[] {"{}", "{\"invitation_code\": null}", "{\"invitation_code\": \" \"}", "{\"invitation_code\": \"ABCDE-FGHJK-LMNPQ-RSTUW\"}"}) {
            assertThat(post(body).json()).as(body).hasToString("{\"required\":true,\"valid\":false}");
        }
    }

    @Test
    void a_code_of_another_type_is_a_rejected_field() {
        Http.Answer answer = post("{\"invitation_code\": 12345}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getJsonArray("invitation_code")).hasSize(1);
    }

    private Http http() {
        return new Http(URI.create(base.toString()));
    }

    private Http.Answer post(String body) {
        return http().send("POST", "/auth/validate-invitation/", body);
    }

    private static void sql(String sql, Object... values) throws SQLException {
        DatabaseAddress address = TestDatabase.address();
        try (Connection connection = DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
