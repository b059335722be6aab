package org.notechondria.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** How long after a revoke was acknowledged on one node another still lets the key in. */
final class Revokes {
    private static final int TRIALS = Integer.getInteger("bench.revokes", 10_000);
    private static final int FIRST = 2_000_000;
    private static final long BOUND_NANOS = 1_000_000_000L;

    private final Rig rig;
    private final Report report;
    private final AtomicInteger late = new AtomicInteger();

    Revokes(Rig rig, Report report) {
        this.rig = rig;
        this.report = report;
    }

    void run() throws Exception {
        Report.say("revokes: " + TRIALS + " trials between two nodes");
        rig.fill(FIRST, FIRST + TRIALS);
        long[] ids = rig.column("SELECT s.id FROM generate_series(%d, %d) n JOIN session s ON s.key_digest = sha256(CAST(lpad(to_hex(n), 40, '0') AS bytea)) ORDER BY n"
                .formatted(FIRST, FIRST + TRIALS - 1));
        long[] nanos = new long[TRIALS];
        try (Rig.Running a = rig.start(rig.war(), Map.of()); Rig.Running b = rig.start(rig.war(), Map.of())) {
            for (int i = 0; i < TRIALS; i++) {
                nanos[i] = trial(a, b, Rig.key(FIRST + i), ids[i]);
                if (i % 1000 == 999) {
                    Report.say("  " + (i + 1));
                }
            }
        }
        Arrays.sort(nanos);
        double p50 = nanos[TRIALS / 2] / 1e6;
        double p99 = nanos[TRIALS * 99 / 100] / 1e6;
        double max = nanos[TRIALS - 1] / 1e6;
        report.add("revoke on A until B refuses (after A's answer)", "p50 <= 10, p99 <= 50, max <= 1000 ms", p50 <= 10 && p99 <= 50 && max <= 1000, "p50 %.2f, p99 %.2f, max %.2f ms", p50, p99, max);
        report.add("2xx to requests that started after the bound", "0", late.get() == 0, "%d of %d", late.get(), TRIALS);
    }

    /** The time from the acknowledgement to the start of the first request that B refused. */
    private long trial(Rig.Running a, Rig.Running b, String key, long id) throws Exception {
        String url = b.url() + "/auth/check/";
        expect(200, Rig.status(url, key));
        expect(200, Rig.status(url, key));
        expect(204, Rig.delete(a.url() + "/auth/sessions/" + id + "/", key));
        long acknowledged = System.nanoTime();
        while (true) {
            long start = System.nanoTime();
            if (Rig.status(url, key) == 401) {
                return start - acknowledged;
            }
            if (start - acknowledged > BOUND_NANOS) {
                late.incrementAndGet();
                return start - acknowledged;
            }
        }
    }

    private static void expect(int wanted, int got) {
        if (wanted != got) {
            throw new IllegalStateException("expected " + wanted + ", got " + got);
        }
    }
}
