package org.notechondria.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class DatabaseAwayTest {

    @Test
    void a_connection_that_was_ended_is_told_from_one_that_was_slow() {
        assertThat(DatabaseAway.endedTheConnection(new SQLException("terminating connection", "57P01"))).isTrue();
        assertThat(DatabaseAway.endedTheConnection(new SQLException("I/O", "08006", new EOFException()))).isTrue();
        assertThat(DatabaseAway.endedTheConnection(new SQLException("I/O", "08006", new SocketTimeoutException()))).isFalse();
        assertThat(DatabaseAway.endedTheConnection(new SQLException("lock timeout", "55P03"))).isFalse();
        assertThat(DatabaseAway.endedTheConnection(new SQLException("the pool's own, without a state"))).isFalse();
    }

    @Test
    void both_are_the_database_away_and_a_mistake_is_not() {
        assertThat(DatabaseAway.explains(new RuntimeException(new SQLException("I/O", "08006", new SocketTimeoutException())))).isTrue();
        assertThat(DatabaseAway.explains(new SQLException("terminating connection", "57P01"))).isTrue();
        assertThat(DatabaseAway.explains(new SQLException("syntax error", "42601"))).isFalse();
    }
}
