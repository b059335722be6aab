package org.notechondria.bench;

import java.sql.SQLException;
import java.util.Map;

/** Hits, misses and lists of the same sessions: measured while the table is small, and again by the same nodes, as warm as they were, when it is large. */
record Growth(Wrk.Run hits, Wrk.Run misses, Wrk.Run lists) {

    /** What makes the table large. */
    interface Filling {
        void run() throws SQLException;
    }

    static void measure(Rig rig, Wrk wrk, Report report, int warmUp, int seconds, Filling filling) throws Exception {
        try (Rig.Running remembering = rig.start(rig.war(), Map.of()); Rig.Running reading = rig.start(rig.war(), Map.of("NOTECHONDRIA_SESSION_CACHE", "off"))) {
            Growth small = measure(remembering, reading, wrk, warmUp, seconds);
            filling.run();
            small.compare(measure(remembering, reading, wrk, warmUp / 4, seconds), report);
        }
    }

    private static Growth measure(Rig.Running remembering, Rig.Running reading, Wrk wrk, int warmUp, int seconds) throws Exception {
        return new Growth(wrk.threeWithKeys(remembering.url() + "/auth/check/", warmUp, seconds),
                wrk.threeWithKeys(reading.url() + "/auth/check/", warmUp, seconds),
                wrk.threeWithKeys(remembering.url() + "/auth/sessions/", warmUp, seconds));
    }

    private void compare(Growth large, Report report) {
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
