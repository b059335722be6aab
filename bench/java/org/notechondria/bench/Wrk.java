package org.notechondria.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs wrk against loopback, bounded in time, and reads what it prints. */
final class Wrk {
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern P99 = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s)");
    private static final Pattern BAD = Pattern.compile("Non-2xx or 3xx responses: ([0-9]+)");
    private final Path script;

    /**
     * One run.
     *
     * @param perSecond  answers
     * @param p99Millis  the slowest of the fastest 99 %
     */
    record Run(double perSecond, double p99Millis) {
    }

    /** @param keys a file with one session key a line; each request takes a random one */
    Wrk(Path folder, Path keys) throws IOException {
        script = Files.writeString(folder.resolve("keys.lua"), """
                local keys = {}
                for line in io.lines("%s") do keys[#keys + 1] = "Token " .. line end
                local requests = {}
                function init(args)
                  for i, key in ipairs(keys) do requests[i] = wrk.format("GET", nil, { ["Authorization"] = key }) end
                end
                math.randomseed(os.time())
                function request()
                  return requests[math.random(#requests)]
                end
                """.formatted(keys));
    }

    /** Throws when the command is missing. */
    static void require() throws IOException, InterruptedException {
        try {
            new ProcessBuilder("wrk", "--version").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (IOException missing) {
            throw new IOException("wrk is missing: apt-get install wrk", missing);
        }
    }

    /** Every request with one of the keys, in random order; made beforehand, so that the client costs the same whatever it asks. */
    Run withKeys(String url, int seconds) throws IOException, InterruptedException {
        Process wrk = new ProcessBuilder("wrk", "-t1", "-c32", "-d" + seconds + "s", "--latency", "-s", script.toString(), url).redirectErrorStream(true).start();
        String output = new String(wrk.getInputStream().readAllBytes());
        if (!wrk.waitFor(60, TimeUnit.SECONDS) || wrk.exitValue() != 0) {
            throw new IOException("wrk failed (" + (wrk.isAlive() ? "it hangs" : wrk.exitValue()) + "): " + output);
        }
        Matcher bad = BAD.matcher(output);
        if (bad.find()) {
            throw new IOException(bad.group(1) + " answers were not 2xx: the figure would be worth nothing");
        }
        return new Run(number(RATE, output), millis(output));
    }

    /** Two hundred connections, whatever they are answered; begins and does not wait. */
    static Process crowd(String url, int seconds, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("wrk", "-t1", "-c200", "-d" + seconds + "s"));
        command.addAll(List.of(options));
        command.add(url);
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** Three runs after a warm-up: their medians. */
    Run threeWithKeys(String url, int warmUpSeconds, int seconds) throws IOException, InterruptedException {
        withKeys(url, warmUpSeconds);
        return median(withKeys(url, seconds), withKeys(url, seconds), withKeys(url, seconds));
    }

    /** The median of each figure by itself. */
    static Run median(Run... runs) {
        double[] rates = Arrays.stream(runs).mapToDouble(Run::perSecond).sorted().toArray();
        double[] tails = Arrays.stream(runs).mapToDouble(Run::p99Millis).sorted().toArray();
        return new Run(rates[rates.length / 2], tails[tails.length / 2]);
    }

    private static double number(Pattern pattern, String output) throws IOException {
        Matcher found = pattern.matcher(output);
        if (!found.find()) {
            throw new IOException("wrk printed no " + pattern + ": " + output);
        }
        return Double.parseDouble(found.group(1));
    }

    private static double millis(String output) throws IOException {
        double value = number(P99, output);
        Matcher found = P99.matcher(output);
        found.find();
        return switch (found.group(2)) {
            case "us" -> value / 1000;
            case "s" -> value * 1000;
            default -> value;
        };
    }
}
