package org.notechondria.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.notechondria.bench.Rig.Running;

/** {@code mvn -Pbench}: what an authenticated request and a revoke cost, all compared in one run on one machine. On loopback, bounded. */
public final class Bench {
    private static final int WARM_UP_SECONDS = Integer.getInteger("bench.warmup", 60);
    private static final int RUN_SECONDS = Integer.getInteger("bench.seconds", 10);
    private static final String ONLY = System.getProperty("bench.only", "");
    private static final int NAIVE_PAIRS = 3;
    /** Touches are written once a second: those of the load that has just ended are no sessions. */
    private static final int UNTIL_WRITTEN_SECONDS = 3;
    private static final int SMALL = 1000;
    private static final int CACHED = 100_000;
    private static final int LARGE = 1_000_000;

    private final Path target;
    private final Report report = new Report();

    private Bench(Path target) {
        this.target = target;
    }

    /** @param arguments the build's folder */
    public static void main(String[] arguments) throws Exception {
        Wrk.require();
        Bench bench = new Bench(Path.of(arguments[0]).toAbsolutePath());
        try (Rig rig = new Rig(bench.target)) {
            bench.run(rig);
        } finally {
            bench.report.print(bench.target.resolve("bench.json")); // what is known, when a step fails
        }
        System.exit(0); // the HTTP client's threads
    }

    private void run(Rig rig) throws Exception {
        Report.say("a schema, " + SMALL + " sessions");
        rig.start(rig.war(), Map.of()).close();
        rig.fillTo(SMALL);
        Wrk wrk = new Wrk(rig.folder, rig.keys("small.txt", 1, SMALL));
        step("on", () -> cacheOn(rig, wrk));
        step("off", () -> cacheOff(rig, wrk));
        step("naive", () -> naive(rig, wrk));
        step("growth", () -> growth(rig, wrk));
        step("memory", () -> memory(rig, wrk));
        step("sign-in", () -> signIn(rig));
        step("crowd", () -> crowd(rig, wrk));
        step("revokes", () -> new Revokes(rig, report).run());
        if (rig.starts() > 1) {
            double start = rig.medianStartSeconds();
            report.add("start to first 200 (the build not counted)", "<= 7 s", start <= 7, "%.1f s, median of all nodes but the first", start);
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    /** All of them, unless {@code bench.only} names some; what one run is to compare is compared within a step. */
    private void step(String name, Step step) throws Exception {
        if (ONLY.isEmpty() || List.of(ONLY.split(",")).contains(name)) {
            step.run();
        }
    }

    private void growth(Rig rig, Wrk wrk) throws Exception {
        Report.say("hits, misses and lists beside " + SMALL + " sessions");
        Growth.measure(rig, wrk, report, WARM_UP_SECONDS, RUN_SECONDS, () -> {
            Report.say("filling up to " + LARGE + " sessions of 200,000 people");
            rig.fillTo(LARGE);
        });
    }

    private void crowd(Rig rig, Wrk wrk) throws Exception {
        Report.say("a crowd that signs in");
        new Crowd(rig, wrk, report).measure(WARM_UP_SECONDS, RUN_SECONDS);
    }

    private void cacheOn(Rig rig, Wrk wrk) throws Exception {
        try (Running node = rig.start(rig.war(), Map.of(), recordingTo(rig.folder.resolve("memory-on.jfr")))) {
            Report.say("memory on: warming up");
            Pairs pairs = Pairs.of(wrk, node, WARM_UP_SECONDS, RUN_SECONDS);
            pairs.addThroughput(report, "check over ping, memory on: throughput", 0.90);
            pairs.addTail(report, "check over ping, memory on: p99", 1.3);
            statements(rig, node);
        }
    }

    /** From the start: a recording that begins later makes the JVM compile everything anew, which takes minutes to recover from. */
    private static String recordingTo(Path file) {
        return "-XX:StartFlightRecording=settings=profile,filename=" + file;
    }

    /** Every statement outside a transaction is one transaction to PostgreSQL's statistics. */
    private void statements(Rig rig, Running node) throws Exception {
        String committed = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()";
        long before = rig.one(committed);
        int seconds = 20;
        int sent = Paced.checks(node.url() + "/auth/check/", 1000, seconds, 100).length;
        long statements = rig.one(committed) - before;
        double each = statements / (double) sent;
        report.add("statements per request at 1,000/s over 100 sessions", "<= 0.02", each <= 0.02, "%.4f (%d in %d requests, heartbeat and these questions included)", each, statements, sent);
    }

    private void cacheOff(Rig rig, Wrk wrk) throws Exception {
        try (Running node = rig.start(rig.war(), Map.of("NOTECHONDRIA_SESSION_CACHE", "off"), recordingTo(rig.folder.resolve("memory-off.jfr")))) {
            Report.say("memory off: warming up");
            Pairs.of(wrk, node, WARM_UP_SECONDS, RUN_SECONDS).addThroughput(report, "check over ping, memory off: throughput", 0.50);
        }
    }

    /** The two in turn, each on a node of its own that stands beside the other's. */
    private void naive(Rig rig, Wrk wrk) throws Exception {
        Path classes = Path.of(Bench.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        try (Running ours = rig.start(rig.war(), Map.of()); Running theirs = rig.start(rig.naiveWar(classes), Map.of())) {
            Report.say("the naive way: warming up");
            wrk.withKeys(ours.url() + "/auth/check/", 2 * WARM_UP_SECONDS); // it goes on becoming faster for as long
            wrk.withKeys(theirs.url() + "/auth/check/", WARM_UP_SECONDS);
            double[] times = new double[NAIVE_PAIRS];
            for (int i = 0; i < NAIVE_PAIRS; i++) {
                double remembered = wrk.withKeys(ours.url() + "/auth/check/", RUN_SECONDS).perSecond();
                double naive = wrk.withKeys(theirs.url() + "/auth/check/", RUN_SECONDS).perSecond();
                times[i] = remembered / naive;
                Report.say("  run %d: remembered %.0f, naive %.0f".formatted(i + 1, remembered, naive));
            }
            Arrays.sort(times);
            report.add("check, memory on, over the naive way", ">= 8 x", times[NAIVE_PAIRS / 2] >= 8, "%.1f x, median of %d pairs", times[NAIVE_PAIRS / 2], NAIVE_PAIRS);
        }
    }

    private void signIn(Rig rig) throws Exception {
        Path recording = rig.folder.resolve("sign-in.jfr");
        try (Running node = rig.start(rig.war(), Map.of(), recordingTo(recording))) {
            Report.say("sign-in: a profile");
            double share = SignIns.argon2Share(node, recording);
            report.add("sign-in: share of its CPU samples in Argon2id", ">= 0.90", share >= 0.90, "%.3f", share);
        }
    }

    /** The heap of sessions is what a node that is as warm holds more when it remembers more of them: queues, pools and caches are there before. */
    private void memory(Rig rig, Wrk small) throws Exception {
        Report.say(CACHED + " sessions remembered");
        rig.fillTo(CACHED);
        Wrk all = new Wrk(Files.createDirectories(rig.folder.resolve("all")), rig.keys("all.txt", 1, CACHED));
        try (Running node = rig.start(rig.war(), Map.of())) {
            small.withKeys(node.url() + "/auth/check/", WARM_UP_SECONDS);
            long few = Memory.heapAfterGc(node, rig.folder.resolve("heap-few.txt"));
            Paced.once(node.url() + "/auth/check/", 1, CACHED);
            all.withKeys(node.url() + "/auth/check/", RUN_SECONDS);
            double resident = Memory.residentMiB(node);
            TimeUnit.SECONDS.sleep(UNTIL_WRITTEN_SECONDS);
            double heap = (Memory.heapAfterGc(node, rig.folder.resolve("heap-all.txt")) - few) * CACHED / (CACHED - SMALL) / 1048576.0;
            report.add("heap for 100,000 remembered sessions", "<= 40 MiB", heap <= 40, "%.1f MiB", heap);
            report.add("resident under full load, 100,000 remembered", "<= 600 MiB", resident <= 600, "%.0f MiB", resident);
        }
    }
}
