package org.notechondria.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Eventually;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.Sql;

/** When a session was last seen is written behind the request, and written in the end. */
class TouchesIT extends ContractTest {

    /** As a wipe that is killed would hold it, and then not end it. */
    @Test
    void I2_the_touch_of_a_session_whose_row_is_held_for_long_is_written_when_it_is_free() throws Exception {
        Credential phone = People.somebody("anna").signedIn();
        Credential mac = People.somebody("berta").signedIn();
        Sql.update("UPDATE session SET last_seen_at = app_now() - interval '1 hour' WHERE id = ?", phone.session());
        try (Connection holder = Sql.connect(); Statement sql = holder.createStatement()) {
            holder.setAutoCommit(false);
            sql.execute("SELECT 1 FROM session WHERE id = " + phone.session() + " FOR UPDATE");
            assertThat(http.get("/auth/check/", phone.header()).status()).isEqualTo(200);
            for (int round = 0; round < 4; round++) {
                aRoundOfTouchesIsWritten(mac);
            }
            assertThat(wasSeenJustNow(phone)).isFalse();
            holder.rollback();
        }
        Eventually.holds("written", () -> wasSeenJustNow(phone));
    }

    private void aRoundOfTouchesIsWritten(Credential other) {
        Sql.update("UPDATE session SET last_seen_at = app_now() - interval '1 hour' WHERE id = ?", other.session());
        Eventually.holds("seen", () -> http.get("/auth/check/", other.header()).status() == 200 && wasSeenJustNow(other));
    }

    private static boolean wasSeenJustNow(Credential session) {
        return Sql.count("SELECT count(*) FROM session WHERE id = ? AND last_seen_at > app_now() - interval '1 minute'", session.session()) == 1;
    }
}
