package org.notechondria.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Eventually;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.Sql;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Whoever ends a session tells every node: here, from outside the program, by hand in SQL. */
class RevocationBusIT extends ContractTest {

    @Test
    void a_revoke_by_hand_in_sql_is_true_within_the_bound() {
        Credential phone = remembered(People.somebody("anna"));
        long start = System.nanoTime();
        Sql.update("UPDATE session SET revoked_at = now(), ended_reason = 'by hand' WHERE id = ?", phone.session());
        untilRefused(phone);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void a_deleted_row_is_forgotten() {
        Credential phone = remembered(People.somebody("anna"));
        Sql.update("DELETE FROM session WHERE id = ?", phone.session());
        untilRefused(phone);
    }

    @Test
    void a_deactivation_by_hand_is_true_within_the_bound() {
        Person anna = People.somebody("anna");
        Credential phone = remembered(anna);
        Sql.update("UPDATE users SET is_active = false WHERE id = ?", anna.id());
        Eventually.holds("told", () -> http.get("/auth/check/", phone.header()).status() == 401);
        assertProblem(http.get("/auth/check/", phone.header()), 401, "User account is disabled.");
    }

    @Test
    void a_renamed_person_is_named_anew_to_the_services_behind() {
        Person anna = People.somebody("anna");
        Credential phone = remembered(anna);
        String renamed = "r" + anna.username();
        Sql.update("UPDATE users SET username = ?, username_folded = ? WHERE id = ?", renamed, renamed, anna.id());
        Eventually.holds("the new name", () -> renamed.equals(http.get("/auth/check/", phone.header()).header("X-Auth-Username")));
    }

    @Test
    void F21_when_the_listening_connection_is_killed_the_row_is_asked_until_it_is_back() {
        Credential phone = remembered(People.somebody("anna"));
        for (int i = 0; i < 5; i++) {
            Sql.one("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'notechondria bus'");
            assertThat(http.get("/auth/check/", phone.header()).status()).isEqualTo(200);
        }
        Credential mac = remembered(People.somebody("berta"));
        Sql.one("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'notechondria bus'");
        Sql.update("UPDATE session SET revoked_at = now(), ended_reason = 'by hand' WHERE id = ?", mac.session());
        untilRefused(mac);
        assertThat(http.get("/auth/check/", phone.header()).status()).isEqualTo(200);
    }

    @Test
    void one_message_a_statement_whatever_it_ends_and_none_for_a_touch() throws SQLException {
        Person anna = People.somebody("anna");
        sessionsOf(anna, 300);
        assertThat(heard("UPDATE session SET last_seen_at = now() WHERE user_id = " + anna.id())).isEmpty();
        assertThat(heard("UPDATE session SET revoked_at = now(), ended_reason = 'x' WHERE id = (SELECT max(id) FROM session WHERE user_id = " + anna.id() + ")"))
                .singleElement().asString().matches("[0-9a-f]{64}");
        assertThat(heard("UPDATE session SET revoked_at = now(), ended_reason = 'x' WHERE revoked_at IS NULL AND user_id = " + anna.id())).containsExactly("all");
        assertThat(heard("DELETE FROM session WHERE user_id = " + anna.id())).isEmpty();
    }

    @Test
    void a_touch_is_a_HOT_update() {
        Person anna = People.somebody("anna");
        sessionsOf(anna, 200);
        long[] before = updates();
        for (int round = 0; round < 5; round++) {
            Sql.update("UPDATE session SET last_seen_at = clock_timestamp() WHERE user_id = ?", anna.id());
        }
        Eventually.holds("the statistics are in", () -> updates()[0] >= before[0] + 1000);
        long[] after = updates();
        assertThat((after[1] - before[1]) / (double) (after[0] - before[0])).isGreaterThan(0.9);
    }

    private static long[] updates() {
        return new long[] {Sql.count("SELECT n_tup_upd FROM pg_stat_user_tables WHERE relname = 'session'"), Sql.count("SELECT n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'session'")};
    }

    private Credential remembered(Person person) {
        Credential phone = person.on(http, "iPhone");
        for (int i = 0; i < 3; i++) {
            assertThat(http.get("/auth/check/", phone.header()).status()).isEqualTo(200);
        }
        return phone;
    }

    private void untilRefused(Credential phone) {
        Eventually.holds("refused", () -> http.get("/auth/check/", phone.header()).status() == 401);
        assertProblem(http.get("/auth/check/", phone.header()), 401, "Invalid token.");
    }

    private static void sessionsOf(Person person, int count) {
        Sql.update("""
                INSERT INTO session (key_digest, user_id, device_label, user_agent, client_hash, client_hash_key, origin)
                SELECT sha256(CAST(CAST(? AS text) || n AS bytea)), ?, 'x', '', sha256('x'), 1, 'test' FROM generate_series(1, ?) n""",
                person.username(), person.id(), count);
    }

    private static List<String> heard(String statement) throws SQLException {
        try (Connection connection = Sql.connect(); Statement sql = connection.createStatement()) {
            sql.execute("LISTEN notechondria_session");
            sql.execute(statement);
            PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications();
            int me = connection.unwrap(PGConnection.class).getBackendPID();
            return heard == null ? List.of() : Arrays.stream(heard).filter(notice -> notice.getPID() == me).map(PGNotification::getParameter).toList();
        }
    }
}
