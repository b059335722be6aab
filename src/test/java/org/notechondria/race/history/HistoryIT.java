package org.notechondria.race.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.notechondria.support.Rounds;
import org.notechondria.support.SharedNodes;
import org.notechondria.support.Sql;
import org.notechondria.support.TestNodes.TestNode;

/** Many clients use, make and end sessions on two nodes at once; afterwards their history is held against what sessions promise. */
class HistoryIT {
    private static final int ROUNDS = Rounds.of(4);
    private static final int DECISIONS = 500;

    @AfterAll
    static void leave() {
        Sql.speakTo(null);
    }

    @Test
    void I1_I2_I3_I6_A11_hold_on_two_nodes_that_remember() throws InterruptedException {
        assertHolds(1, SharedNodes.pair(), Duration.ofSeconds(1));
    }

    @Test
    void I1_I2_I3_I6_A11_hold_at_once_on_two_nodes_that_remember_nothing() throws InterruptedException {
        assertHolds(2, SharedNodes.forgetful(), Duration.ZERO);
    }

    private static void assertHolds(long seed, List<TestNode> pair, Duration elsewhere) {
        Clients clients = new Clients(seed, pair.stream().map(TestNode::http).toList());
        for (int round = 0; round < ROUNDS; round++) {
            clients.act(DECISIONS);
        }
        clients.lookAtAll();
        assertThatItDecides(clients.history());
        assertThat(HistoryCheck.violations(clients.history(), elsewhere)).as("seed " + seed).isEmpty();
    }

    /** A history of refusals for being busy would violate nothing. */
    private static void assertThatItDecides(List<Operation> history) {
        assertThat(history).hasSizeGreaterThan(ROUNDS * DECISIONS);
        assertThat(Arrays.stream(Operation.Kind.values())).allMatch(kind -> history.stream().anyMatch(operation -> operation.kind() == kind && operation.isAcknowledged()));
        assertThat(history.stream().filter(operation -> operation.kind() == Operation.Kind.REVOKE && operation.isAcknowledged()).count()).isGreaterThan(ROUNDS * DECISIONS / 50);
        assertThat(history.stream().filter(operation -> !operation.isAcknowledged() && operation.mayHaveHappened()).count())
                .as("neither done nor refused").isLessThan(history.size() / 20);
    }
}
