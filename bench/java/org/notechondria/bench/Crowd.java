package org.notechondria.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.notechondria.bench.Rig.Running;

/** What two hundred clients who sign in with wrong passwords do to those who are signed in: those who wait as they are told, those who do not, and beside them two hundred who only ping. */
final class Crowd {
    private static final int RUNS = 3;
    private static final int CHECKS_PER_SECOND = 100;
    private static final int SESSIONS = 100;
    private static final int AHEAD_SECONDS = 2;
    private static final double PROMISED_MILLIS = 50;
    private final Rig rig;
    private final Wrk wrk;
    private final Report report;
    private String signIns;
    private String asTold;

    Crowd(Rig rig, Wrk wrk, Report report) {
        this.rig = rig;
        this.wrk = wrk;
        this.report = report;
    }

    void measure(int warmUpSeconds, int seconds) throws Exception {
        signIns = script("sign-ins.lua", "");
        asTold = script("sign-ins-as-told.lua", "function delay() return 1000 end\n");
        try (Running node = rig.start(rig.war(), Map.of())) {
            beside(node, warmUpSeconds, seconds, "");
        }
        try (Running node = rig.start(rig.war(), Map.of("NOTECHONDRIA_LIMIT_ENABLED", "true"))) { // all of one address: 429 soon, and nothing is hashed
            beside(node, warmUpSeconds, seconds, ", with limits");
        }
    }

    private void beside(Running node, int warmUpSeconds, int seconds, String how) throws IOException, InterruptedException {
        wrk.withKeys(node.url() + "/auth/check/", warmUpSeconds / 2);
        p99Beside(node, warmUpSeconds / 2, "/auth/login/", "-s", signIns);
        double[] pings = new double[RUNS];
        double[] patient = new double[RUNS];
        double[] impatient = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            pings[i] = p99Beside(node, seconds, "/ping/");
            patient[i] = p99Beside(node, seconds, "/auth/login/", "-s", asTold);
            impatient[i] = p99Beside(node, seconds, "/auth/login/", "-s", signIns);
        }
        add("p99 of a check beside 200 who sign in and wait the second that they are told" + how, median(patient), median(pings));
        add("the same beside 200 who ask again at once" + how, median(impatient), median(pings));
    }

    private void add(String figure, double millis, double besidePings) {
        report.add(figure, "<= 50 ms", millis <= PROMISED_MILLIS, "%.0f ms (beside 200 who ping at once: %.0f)", millis, besidePings);
    }

    private String script(String name, String more) throws IOException {
        return Files.writeString(rig.folder.resolve(name), """
                local n = 0
                function request()
                  n = n + 1
                  local who = n % 2 == 0 and "bench-" .. n % 200 or "nobody-" .. n
                  return wrk.format("POST", nil, { ["Content-Type"] = "application/json" }, '{"identifier": "' .. who .. '", "password": "wrong-' .. n .. '"}')
                end
                """ + more).toString();
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /** Every check must be answered 200: a crowd refuses nobody who is signed in. */
    private static double p99Beside(Running node, int seconds, String path, String... options) throws IOException, InterruptedException {
        Process crowd = Wrk.crowd(node.url() + path, seconds + AHEAD_SECONDS, options);
        TimeUnit.SECONDS.sleep(1);
        double[] millis = Paced.checks(node.url() + "/auth/check/", CHECKS_PER_SECOND, seconds, SESSIONS);
        crowd.waitFor();
        return millis[millis.length * 99 / 100];
    }
}
