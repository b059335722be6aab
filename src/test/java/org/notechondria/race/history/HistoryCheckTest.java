package org.notechondria.race.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.notechondria.race.history.HistoryCheck.Rule.ACKNOWLEDGED_IS_LOST;
import static org.notechondria.race.history.HistoryCheck.Rule.ENDED_IS_LET_IN;
import static org.notechondria.race.history.HistoryCheck.Rule.LIVING_IS_REFUSED;
import static org.notechondria.race.history.Operation.Kind.LIST;
import static org.notechondria.race.history.Operation.Kind.MINT;
import static org.notechondria.race.history.Operation.Kind.REVOKE;
import static org.notechondria.race.history.Operation.Kind.REVOKE_OTHERS;
import static org.notechondria.race.history.Operation.Kind.USE;
import static org.notechondria.race.history.Operation.NONE;
import static org.notechondria.race.history.Operation.TABLE;
import static org.notechondria.race.history.Operation.UNKNOWN;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule violated once, and each of its edges kept once. Times are milliseconds; anna has the phone and the mac, made at 0 to 10. */
class HistoryCheckTest {
    private static final int A = 0;
    private static final int B = 1;
    private static final long ANNA = 7;
    private static final long PHONE = 1;
    private static final long MAC = 2;
    private static final long TABLET = 3;
    private static final Operation MINT_PHONE = mint(PHONE, 0, 10);
    private static final Operation MINT_MAC = mint(MAC, 0, 10);
    private static final Operation REVOKED = revoke(A, 100, 200, 204);

    @Test
    void an_ended_key_is_refused_at_once_by_the_node_that_ended_it() {
        assertThat(rules(REVOKED, use(A, MAC, 201, 202, 200))).containsExactly(ENDED_IS_LET_IN);
        assertThat(rules(REVOKED, use(A, MAC, 200, 300, 200))).as("it started when the answer arrived").isEmpty();
        assertThat(rules(REVOKED, use(A, MAC, 201, 300, 401))).isEmpty();
    }

    @Test
    void an_ended_key_is_refused_by_the_other_nodes_within_the_bound() {
        assertThat(rules(REVOKED, use(B, MAC, 1201, 1202, 200))).containsExactly(ENDED_IS_LET_IN);
        assertThat(rules(REVOKED, use(B, MAC, 1200, 9000, 200))).as("started at the bound, answered long after").isEmpty();
    }

    @Test
    void without_memory_an_ended_key_is_refused_at_once_everywhere() {
        List<Operation> history = List.of(MINT_PHONE, MINT_MAC, REVOKED, use(B, MAC, 201, 202, 200));
        assertThat(HistoryCheck.violations(history, Duration.ZERO)).extracting(HistoryCheck.Violation::rule).containsExactly(ENDED_IS_LET_IN);
        assertThat(HistoryCheck.violations(history, Duration.ofSeconds(1))).isEmpty();
    }

    @Test
    void whatever_sends_the_key_of_an_ended_session_is_a_use_of_it() {
        assertThat(rules(REVOKED, new Operation(LIST, A, ANNA, MAC, NONE, Set.of(PHONE), ms(300), ms(310), 200))).containsExactly(ENDED_IS_LET_IN);
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 500, 401, UNKNOWN})
    void an_end_that_was_not_acknowledged_may_not_have_happened(int status) {
        assertThat(rules(revoke(A, 100, 200, status), use(A, MAC, 300, 310, 200))).doesNotContain(ENDED_IS_LET_IN);
    }

    @Test
    void a_living_key_is_not_refused() {
        assertThat(rules(use(B, MAC, 50, 60, 401))).containsExactly(LIVING_IS_REFUSED);
        assertThat(rules(use(B, MAC, 50, 99, 401), REVOKED)).containsExactly(LIVING_IS_REFUSED);
        assertThat(rules(use(B, MAC, 50, 100, 401), REVOKED)).as("the end had begun").isEmpty();
        assertThat(rules(use(B, PHONE, 300, 310, 401), REVOKED)).as("another session's end").containsExactly(LIVING_IS_REFUSED);
    }

    @Test
    void an_end_that_was_refused_ended_nothing_and_one_whose_answer_is_missing_may_have() {
        assertThat(rules(use(B, MAC, 300, 310, 401), revoke(A, 100, 200, 404))).contains(LIVING_IS_REFUSED);
        assertThat(rules(use(B, MAC, 300, 310, 401), revoke(A, 100, 200, 503))).isEmpty();
        assertThat(rules(use(B, MAC, 300, 310, 401), revoke(A, 100, 200, UNKNOWN))).isEmpty();
    }

    @Test
    void a_503_is_neither_let_in_nor_refused() {
        assertThat(rules(use(A, MAC, 50, 60, 503), REVOKED, use(A, MAC, 300, 310, 503))).isEmpty();
    }

    @Test
    void who_ends_all_others_ends_what_was_there_and_not_itself() {
        Operation others = new Operation(REVOKE_OTHERS, A, ANNA, PHONE, NONE, Set.of(), ms(100), ms(200), 200);
        assertThat(rules(others, use(A, MAC, 201, 202, 200))).containsExactly(ENDED_IS_LET_IN);
        assertThat(rules(others, use(A, PHONE, 201, 202, 200))).isEmpty();
        assertThat(rules(others, use(A, PHONE, 201, 202, 401))).containsExactly(LIVING_IS_REFUSED);
    }

    @Test
    void a_session_that_was_being_made_while_all_others_were_ended_may_live_or_not() {
        Operation others = new Operation(REVOKE_OTHERS, A, ANNA, PHONE, NONE, Set.of(), ms(100), ms(200), 200);
        Operation tablet = mint(TABLET, 90, 150);
        assertThat(rules(others, tablet, use(A, TABLET, 300, 310, 200))).isEmpty();
        assertThat(rules(others, tablet, use(A, TABLET, 300, 310, 401))).isEmpty();
    }

    @Test
    void an_acknowledged_mint_is_in_every_later_list() {
        assertThat(rules(list(TABLE, 50, 60, PHONE))).containsExactly(ACKNOWLEDGED_IS_LOST);
        assertThat(rules(list(TABLE, 10, 60, PHONE))).as("it was being read when the answer arrived").isEmpty();
        assertThat(rules(list(B, 50, 60, PHONE, MAC))).isEmpty();
        assertThat(rules(list(B, 50, 100, PHONE), REVOKED)).as("an end had begun").isEmpty();
    }

    @Test
    void a_session_that_was_made_is_found_by_whoever_ends_it() {
        assertThat(rules(revoke(B, 100, 200, 404))).containsExactly(ACKNOWLEDGED_IS_LOST);
        assertThat(rules(new Operation(REVOKE, B, ANNA, PHONE, 99, Set.of(), ms(100), ms(200), 404))).as("nobody made it").isEmpty();
    }

    @Test
    void an_acknowledged_end_is_in_every_later_list_on_every_node_at_once() {
        assertThat(rules(REVOKED, list(B, 201, 210, PHONE, MAC))).containsExactly(ACKNOWLEDGED_IS_LOST);
        assertThat(rules(REVOKED, list(TABLE, 201, 210, PHONE, MAC))).containsExactly(ACKNOWLEDGED_IS_LOST);
        assertThat(rules(REVOKED, list(B, 200, 210, PHONE, MAC))).as("it was being read when the answer arrived").isEmpty();
        assertThat(rules(REVOKED, list(B, 201, 210, PHONE))).isEmpty();
    }

    private static List<HistoryCheck.Rule> rules(Operation... then) {
        List<Operation> history = new ArrayList<>(List.of(MINT_PHONE, MINT_MAC));
        history.addAll(List.of(then));
        return HistoryCheck.violations(history, Duration.ofSeconds(1)).stream().map(HistoryCheck.Violation::rule).toList();
    }

    private static Operation mint(long session, long started, long ended) {
        return new Operation(MINT, A, ANNA, NONE, session, Set.of(), ms(started), ms(ended), 200);
    }

    private static Operation use(int node, long by, long started, long ended, int status) {
        return new Operation(USE, node, ANNA, by, NONE, Set.of(), ms(started), ms(ended), status);
    }

    /** The phone ends the mac. */
    private static Operation revoke(int node, long started, long ended, int status) {
        return new Operation(REVOKE, node, ANNA, PHONE, MAC, Set.of(), ms(started), ms(ended), status);
    }

    /** The phone lists; in the table nobody's key is needed. */
    private static Operation list(int node, long started, long ended, Long... shown) {
        return new Operation(LIST, node, ANNA, node == TABLE ? NONE : PHONE, NONE, Set.of(shown), ms(started), ms(ended), 200);
    }

    private static long ms(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
