package org.notechondria.bench;

import java.util.Map;

/** Hits, misses and lists of the same thousand sessions: measured on a small table and again on a large one. */
record Growth(Wrk.Run hits, Wrk.Run misses, Wrk.Run lists) {

    static Growth measure(Rig rig, Wrk wrk, int warmUp, int seconds) throws Exception {
        Wrk.Run hits;
        Wrk.Run lists;
        try (Rig.Running node = rig.start(rig.war(), Map.of())) {
            hits = wrk.threeWithKeys(node.url() + "/auth/check/", warmUp / 2, seconds);
            lists = wrk.threeWithKeys(node.url() + "/auth/sessions/", warmUp / 2, seconds);
        }
        try (Rig.Running node = rig.start(rig.war(), Map.of("NOTECHONDRIA_SESSION_CACHE", "off"))) { // every request is a miss
            return new Growth(hits, wrk.threeWithKeys(node.url() + "/auth/check/", warmUp / 2, seconds), lists);
        }
    }

    void compare(Growth large, Report report) {
        add(report, "hits", hits, large.hits);
        add(report, "misses", misses, large.misses);
        add(report, "list", lists, large.lists);
    }

    private static void add(Report report, String what, Wrk.Run small, Wrk.Run large) {
        double slower = small.perSecond() / large.perSecond();
        double later = large.p99Millis() / small.p99Millis();
        report.add("1,000,000 sessions against 1,000: " + what, "within 1.2 x", slower <= 1.2 && later <= 1.2,
                "throughput %.2f x, p99 %.2f x (%.0f and %.0f per second)", slower, later, small.perSecond(), large.perSecond());
    }
}
