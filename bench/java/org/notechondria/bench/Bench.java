package org.notechondria.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.notechondria.bench.Rig.Running;

/** {@code mvn -Pbench}: what an authenticated request and a revoke cost, all compared in one run on one machine. On loopback, bounded. */
public final class Bench {
    private static final int WARM_UP_SECONDS = Integer.getInteger("bench.warmup", 60);
    private static final int RUN_SECONDS = Integer.getInteger("bench.seconds", 10);
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
        rig.fill(1, SMALL);
        Wrk wrk = new Wrk(rig.folder, rig.keys("small.txt", 1, SMALL));
        Wrk.Run remembered = cacheOn(rig, wrk);
        cacheOff(rig, wrk);
        naive(rig, wrk, remembered);
        Report.say("hits, misses and lists beside " + SMALL + " sessions");
        Growth.measure(rig, wrk, report, WARM_UP_SECONDS, RUN_SECONDS, () -> {
            Report.say("filling up to " + LARGE + " sessions of 200,000 people");
            rig.fill(SMALL + 1, LARGE);
        });
        memory(rig);
        signIn(rig);
        Report.say("a crowd that signs in");
        new Crowd(rig, wrk, report).measure(WARM_UP_SECONDS, RUN_SECONDS);
        new Revokes(rig, report).run();
        double start = rig.medianStartSeconds();
        report.add("start to first 200 (the build not counted)", "<= 7 s", start <= 7, "%.1f s, median of all nodes but the first", start);
    }

    private Wrk.Run cacheOn(Rig rig, Wrk wrk) throws Exception {
        try (Running node = rig.start(rig.war(), Map.of(), recordingTo(rig.folder.resolve("memory-on.jfr")))) {
            Report.say("memory on: warming up");
            Pairs pairs = Pairs.of(wrk, node, WARM_UP_SECONDS, RUN_SECONDS);
            pairs.addThroughput(report, "check over ping, memory on: throughput", 0.90);
            pairs.addTail(report, "check over ping, memory on: p99", 1.3);
            statements(rig, node);
            return pairs.check();
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

    private void naive(Rig rig, Wrk wrk, Wrk.Run remembered) throws Exception {
        try (Running node = rig.start(rig.naiveWar(Path.of(Bench.class.getProtectionDomain().getCodeSource().getLocation().getPath())), Map.of())) {
            Report.say("the naive way: warming up");
            Wrk.Run naive = wrk.threeWithKeys(node.url() + "/auth/check/", WARM_UP_SECONDS, RUN_SECONDS);
            double times = remembered.perSecond() / naive.perSecond();
            report.add("check, memory on, over the naive way", ">= 8 x", times >= 8, "%.1f x (%.0f and %.0f per second)", times, remembered.perSecond(), naive.perSecond());
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

    private void memory(Rig rig) throws Exception {
        Report.say(CACHED + " sessions remembered");
        Wrk all = new Wrk(Files.createDirectories(rig.folder.resolve("all")), rig.keys("all.txt", 1, CACHED));
        try (Running node = rig.start(rig.war(), Map.of())) {
            long empty = Memory.heapAfterGc(node);
            all.withKeys(node.url() + "/auth/check/", WARM_UP_SECONDS);
            Paced.once(node.url() + "/auth/check/", 1, CACHED);
            double heap = (Memory.heapAfterGc(node) - empty) / 1048576.0;
            report.add("heap for 100,000 remembered sessions", "<= 40 MiB", heap <= 40, "%.1f MiB", heap);
            all.withKeys(node.url() + "/auth/check/", RUN_SECONDS);
            double resident = Memory.residentMiB(node);
            report.add("resident under full load, 100,000 remembered", "<= 600 MiB", resident <= 600, "%.0f MiB", resident);
        }
    }
}
