package org.notechondria.bench;

import java.io.IOException;
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
        }
        bench.report.print(bench.target.resolve("bench.json"));
        System.exit(0); // the HTTP client's threads
    }

    private void run(Rig rig) throws Exception {
        Report.say("a schema, " + SMALL + " sessions");
        rig.start(rig.war(), Map.of()).close();
        rig.fill(1, SMALL);
        Wrk wrk = new Wrk(rig.folder, rig.keys("small.txt", 1, SMALL));
        cacheOn(rig, wrk);
        cacheOff(rig, wrk);
        naive(rig, wrk);
        Report.say("hits, misses and lists beside " + SMALL + " sessions");
        Growth small = Growth.measure(rig, wrk, WARM_UP_SECONDS, RUN_SECONDS);
        new Revokes(rig, report).run();
        signIn(rig);
        memory(rig);
        Report.say("filling up to " + LARGE + " sessions of 200,000 people");
        rig.fill(CACHED + 1, LARGE);
        small.compare(Growth.measure(rig, wrk, WARM_UP_SECONDS, RUN_SECONDS), report);
    }

    private void cacheOn(Rig rig, Wrk wrk) throws Exception {
        try (Running node = rig.start(rig.war(), Map.of())) {
            report.add("start to first 200", "<= 7 s", node.startSeconds() <= 7, "%.1f s", node.startSeconds());
            Report.say("memory on: warming up");
            wrk.withKeys(node.url() + "/auth/check/", WARM_UP_SECONDS);
            wrk.plain(node.url() + "/ping/", WARM_UP_SECONDS / 3);
            Wrk.Run[] pairs = compare(wrk, node);
            report.add("check over ping, memory on: throughput", ">= 0.90", pairs[1].perSecond() / pairs[0].perSecond() >= 0.90,
                    "%.2f (%.0f and %.0f per second)", pairs[1].perSecond() / pairs[0].perSecond(), pairs[1].perSecond(), pairs[0].perSecond());
            report.add("check over ping, memory on: p99", "<= 1.3", pairs[1].p99Millis() / pairs[0].p99Millis() <= 1.3,
                    "%.2f (%.1f and %.1f ms)", pairs[1].p99Millis() / pairs[0].p99Millis(), pairs[1].p99Millis(), pairs[0].p99Millis());
            statements(rig, node);
            naivesRival = pairs[1];
        }
    }

    private Wrk.Run naivesRival;

    /** Ping and check in turn, so that both meet the same minutes: three runs each, medians. */
    private static Wrk.Run[] compare(Wrk wrk, Running node) throws IOException, InterruptedException {
        Wrk.Run[] ping = new Wrk.Run[3];
        Wrk.Run[] check = new Wrk.Run[3];
        for (int i = 0; i < 3; i++) {
            ping[i] = wrk.plain(node.url() + "/ping/", RUN_SECONDS);
            check[i] = wrk.withKeys(node.url() + "/auth/check/", RUN_SECONDS);
            Report.say("  run %d: ping %.0f, check %.0f".formatted(i + 1, ping[i].perSecond(), check[i].perSecond()));
        }
        return new Wrk.Run[] {Wrk.median(ping), Wrk.median(check)};
    }

    /** Every statement outside a transaction is one transaction to PostgreSQL's statistics. */
    private void statements(Rig rig, Running node) throws Exception {
        String committed = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()";
        long before = rig.one(committed);
        int seconds = 20;
        int sent = Paced.checks(node.url() + "/auth/check/", 1000, seconds, 100);
        long statements = rig.one(committed) - before;
        double each = statements / (double) sent;
        report.add("statements per request at 1,000/s over 100 sessions", "<= 0.02", each <= 0.02, "%.4f (%d in %d requests, heartbeat and these questions included)", each, statements, sent);
    }

    private void cacheOff(Rig rig, Wrk wrk) throws Exception {
        try (Running node = rig.start(rig.war(), Map.of("NOTECHONDRIA_SESSION_CACHE", "off"))) {
            Report.say("memory off: warming up");
            wrk.withKeys(node.url() + "/auth/check/", WARM_UP_SECONDS / 2);
            wrk.plain(node.url() + "/ping/", WARM_UP_SECONDS / 3);
            Wrk.Run[] pairs = compare(wrk, node);
            report.add("check over ping, memory off: throughput", ">= 0.50", pairs[1].perSecond() / pairs[0].perSecond() >= 0.50,
                    "%.2f (%.0f and %.0f per second)", pairs[1].perSecond() / pairs[0].perSecond(), pairs[1].perSecond(), pairs[0].perSecond());
        }
    }

    private void naive(Rig rig, Wrk wrk) throws Exception {
        try (Running node = rig.start(rig.naiveWar(Path.of(Bench.class.getProtectionDomain().getCodeSource().getLocation().getPath())), Map.of())) {
            Report.say("the naive way: warming up");
            wrk.withKeys(node.url() + "/auth/check/", WARM_UP_SECONDS / 2);
            Wrk.Run naive = Wrk.median(wrk.withKeys(node.url() + "/auth/check/", RUN_SECONDS), wrk.withKeys(node.url() + "/auth/check/", RUN_SECONDS),
                    wrk.withKeys(node.url() + "/auth/check/", RUN_SECONDS));
            double times = naivesRival.perSecond() / naive.perSecond();
            report.add("check, memory on, over the naive way", ">= 8 x", times >= 8, "%.1f x (%.0f and %.0f per second)", times, naivesRival.perSecond(), naive.perSecond());
        }
    }

    private void signIn(Rig rig) throws Exception {
        Path recording = rig.folder.resolve("sign-in.jfr");
        try (Running node = rig.start(rig.war(), Map.of(), "-XX:StartFlightRecording=settings=profile,filename=" + recording)) {
            Report.say("sign-in: a profile");
            double share = SignIns.argon2Share(node, recording);
            report.add("sign-in: share of its CPU samples in Argon2id", ">= 0.90", share >= 0.90, "%.3f", share);
        }
    }

    private void memory(Rig rig) throws Exception {
        Report.say("filling up to " + CACHED + " sessions");
        rig.fill(SMALL + 1, CACHED);
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
