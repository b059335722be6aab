package org.notechondria.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Ping and check of one node in turn, after a warm-up of both. The speed of a machine drifts by more than the two differ, so each check is compared
 * with the ping beside it, and what counts is the median of the ratios.
 */
record Pairs(List<Wrk.Run> pings, List<Wrk.Run> checks) {
    private static final int WARM_UP_ROUNDS = 4;
    private static final int RUNS = 5;

    static Pairs of(Wrk wrk, Rig.Running node, int warmUpSeconds, int seconds) throws IOException, InterruptedException {
        String ping = node.url() + "/ping/";
        String check = node.url() + "/auth/check/";
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            wrk.withKeys(check, warmUpSeconds / WARM_UP_ROUNDS);
            wrk.withKeys(ping, warmUpSeconds / WARM_UP_ROUNDS / 2);
        }
        Pairs pairs = new Pairs(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < RUNS; i++) {
            pairs.pings.add(wrk.withKeys(ping, seconds));
            pairs.checks.add(wrk.withKeys(check, seconds));
            Report.say("  run %d: ping %.0f, check %.0f".formatted(i + 1, pairs.pings.get(i).perSecond(), pairs.checks.get(i).perSecond()));
        }
        return pairs;
    }

    Wrk.Run ping() {
        return Wrk.median(pings.toArray(Wrk.Run[]::new));
    }

    Wrk.Run check() {
        return Wrk.median(checks.toArray(Wrk.Run[]::new));
    }

    void addThroughput(Report report, String figure, double reach) {
        double share = medianRatio(Wrk.Run::perSecond);
        report.add(figure, ">= %.2f".formatted(reach), share >= reach, "%.2f (%.0f and %.0f per second)", share, check().perSecond(), ping().perSecond());
    }

    void addTail(Report report, String figure, double reach) {
        double later = medianRatio(Wrk.Run::p99Millis);
        report.add(figure, "<= %.1f".formatted(reach), later <= reach, "%.2f (%.1f and %.1f ms)", later, check().p99Millis(), ping().p99Millis());
    }

    private double medianRatio(ToDoubleFunction<Wrk.Run> figure) {
        List<Double> sorted = new ArrayList<>();
        for (int i = 0; i < pings.size(); i++) {
            sorted.add(figure.applyAsDouble(checks.get(i)) / figure.applyAsDouble(pings.get(i)));
        }
        sorted.sort(null);
        return sorted.get(sorted.size() / 2);
    }
}
