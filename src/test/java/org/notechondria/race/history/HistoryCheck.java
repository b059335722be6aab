package org.notechondria.race.history;

import static org.notechondria.race.history.Operation.Kind.LIST;
import static org.notechondria.race.history.Operation.Kind.MINT;
import static org.notechondria.race.history.Operation.Kind.REVOKE;
import static org.notechondria.race.history.Operation.Kind.REVOKE_OTHERS;
import static org.notechondria.race.history.Operation.NONE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds a history against what sessions promise (I1, I2, I3, I6): a pure function of what the clients saw. It judges only what the order of
 * events decides; whatever overlaps may have happened either way.
 */
final class HistoryCheck {

    enum Rule {
        /** A key was let in by an operation that started after its session's end was acknowledged, and the bound had passed. */
        ENDED_IS_LET_IN,
        /** A key was refused before anybody had begun to end its session. */
        LIVING_IS_REFUSED,
        /** A mint or an end that was acknowledged is not in a list, or in the table, that was read after it. */
        ACKNOWLEDGED_IS_LOST
    }

    /** @param against  the acknowledged operation that {@code seen} contradicts */
    record Violation(Rule rule, Operation seen, Operation against) {
    }

    private final long elsewhere;
    private final Map<Long, Operation> mints = new HashMap<>();
    private final Map<Long, List<Operation>> mintsOf = new HashMap<>();
    private final Map<Long, List<Operation>> ends = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    private HistoryCheck(Duration elsewhere) {
        this.elsewhere = elsewhere.toNanos();
    }

    /** @param elsewhere  how long after its acknowledgement an end may be unknown to the nodes that did not make it */
    static List<Violation> violations(Collection<Operation> history, Duration elsewhere) {
        HistoryCheck check = new HistoryCheck(elsewhere);
        history.stream().filter(operation -> operation.kind() == MINT && operation.isAcknowledged()).forEach(check::noteMint);
        history.stream().filter(Operation::mayHaveHappened).forEach(check::noteEnds);
        history.forEach(check::judge);
        return check.violations;
    }

    private void noteMint(Operation mint) {
        mints.put(mint.session(), mint);
        mintsOf.computeIfAbsent(mint.person(), person -> new ArrayList<>()).add(mint);
    }

    private void noteEnds(Operation end) {
        if (end.kind() == REVOKE) {
            ends.computeIfAbsent(end.session(), session -> new ArrayList<>()).add(end);
        } else if (end.kind() == REVOKE_OTHERS) {
            mintsOf.getOrDefault(end.person(), List.of()).stream().map(Operation::session).filter(session -> session != end.by())
                    .forEach(session -> ends.computeIfAbsent(session, any -> new ArrayList<>()).add(end));
        }
    }

    private void judge(Operation seen) {
        if (seen.by() != NONE && seen.isAcknowledged()) {
            endsOf(seen.by()).stream().filter(end -> surelyEnded(end, seen.by()) && seen.started() - end.ended() > bound(end, seen))
                    .findFirst().ifPresent(end -> violated(Rule.ENDED_IS_LET_IN, seen, end));
        }
        if (seen.status() == 401 && wasMintedBefore(seen, seen.by()) && !mayBeEndedFor(seen, seen.by())) {
            violated(Rule.LIVING_IS_REFUSED, seen, mints.get(seen.by()));
        }
        if (seen.kind() == REVOKE && seen.status() == 404 && wasMintedBefore(seen, seen.session())) {
            violated(Rule.ACKNOWLEDGED_IS_LOST, seen, mints.get(seen.session()));
        }
        if (seen.kind() == LIST && seen.isAcknowledged()) {
            mintsOf.getOrDefault(seen.person(), List.of()).forEach(mint -> judgeList(seen, mint));
        }
    }

    /** A list is read from the table: no bound, on any node. */
    private void judgeList(Operation list, Operation mint) {
        long session = mint.session();
        if (list.shown().contains(session)) {
            endsOf(session).stream().filter(end -> surelyEnded(end, session) && list.started() > end.ended())
                    .findFirst().ifPresent(end -> violated(Rule.ACKNOWLEDGED_IS_LOST, list, end));
        } else if (wasMintedBefore(list, session) && !mayBeEndedFor(list, session)) {
            violated(Rule.ACKNOWLEDGED_IS_LOST, list, mint);
        }
    }

    private long bound(Operation end, Operation seen) {
        return end.node() == seen.node() ? 0 : elsewhere;
    }

    /** Those that end all others surely end what was there when they started; a sign-in under way may come after them. */
    private boolean surelyEnded(Operation end, long session) {
        return end.isAcknowledged() && (end.kind() == REVOKE || wasMintedBefore(end, session));
    }

    private boolean mayBeEndedFor(Operation seen, long session) {
        return endsOf(session).stream().anyMatch(end -> end.started() <= seen.ended());
    }

    private boolean wasMintedBefore(Operation seen, long session) {
        Operation mint = mints.get(session);
        return mint != null && mint.ended() < seen.started();
    }

    private List<Operation> endsOf(long session) {
        return ends.getOrDefault(session, List.of());
    }

    private void violated(Rule rule, Operation seen, Operation against) {
        violations.add(new Violation(rule, seen, against));
    }
}
