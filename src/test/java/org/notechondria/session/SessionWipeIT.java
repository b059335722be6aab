package org.notechondria.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.Sql;

/** Every deployment ends every session, once: one that was ever seen, however long ago, ends none (wire contract, section 9). */
class SessionWipeIT extends ContractTest {

    @Test
    void a_new_deployment_ends_every_session_and_neither_a_restart_nor_a_return_to_an_earlier_one_does() throws SQLException {
        String earlier = "earlier-" + System.nanoTime();
        String later = "later-" + System.nanoTime();
        assertThat(livesThrough(earlier)).as("new").isFalse();
        assertThat(livesThrough(earlier)).as("restarted").isTrue();
        assertThat(livesThrough(later)).as("the next").isFalse();
        assertThat(livesThrough(earlier)).as("gone back to").isTrue();
        assertThat(Sql.count("SELECT ended_sessions FROM deployment WHERE id = ?", later)).isPositive();
    }

    private boolean livesThrough(String deploymentId) throws SQLException {
        Credential phone = People.somebody("anna").on(http, "iPhone");
        try (Connection connection = Sql.connect()) {
            new SessionWipe().run(connection, deploymentId);
        }
        Object reason = Sql.one("SELECT ended_reason FROM session WHERE id = ?", phone.session());
        assertThat(reason).isIn(null, "deployment");
        return reason == null;
    }
}
