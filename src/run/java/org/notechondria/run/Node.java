package org.notechondria.run;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** One Payara Micro with the application, as a child process ({@link Server}). Its output goes to a log file. */
public final class Node implements AutoCloseable {
    private static final String REFUSED = "start refused: ";

    /**
     * @param target       the build's folder, for {@code server/}
     * @param war          what it runs
     * @param home         the project's top level, which holds {@code glassfish-resources/}
     * @param work         a folder of this node alone, emptied at every start
     * @param log          where its output goes
     * @param address      to listen on
     * @param port         to listen on
     * @param environment  what the application is configured with
     * @param jvmOptions   before the class name
     */
    public record Plan(Path target, Path war, Path home, Path work, Path log, String address, int port, Map<String, String> environment, List<String> jvmOptions) {
    }

    private final Process process;
    private final Thread reader;
    private final CountDownLatch decided = new CountDownLatch(1);
    private volatile boolean ready;
    private volatile String refusal;

    private Node(Process process, Path log) {
        this.process = process;
        reader = new Thread(() -> follow(log), "log of the server");
        reader.setDaemon(true);
    }

    public static Node start(Plan plan) {
        try {
            empty(plan.work());
            Files.createDirectories(plan.log().getParent());
            ProcessBuilder builder = new ProcessBuilder(command(plan)).directory(plan.home().toFile()).redirectErrorStream(true);
            builder.environment().putAll(plan.environment());
            Node node = new Node(builder.start(), plan.log());
            node.reader.start();
            return node;
        } catch (IOException failed) {
            throw new CannotStart("the server could not be started: " + failed, failed);
        }
    }

    /**
     * Returns when the application answers.
     *
     * @throws CannotStart with the application's own line when it does not start
     */
    public void awaitReady(long seconds) throws InterruptedException {
        boolean known = decided.await(seconds, TimeUnit.SECONDS);
        if (!ready) {
            close();
            throw new CannotStart(refusal != null ? refusal : known ? "the server ended before it was ready" : "the server was not ready after " + seconds + " s");
        }
    }

    public Process process() {
        return process;
    }

    /** Asks it to end, which lets requests under way finish. {@code Process.destroy} would also close the pipe through which it says how. */
    public void askToEnd() {
        process.toHandle().destroy();
    }

    /** Asks it to end and waits until it has, and until its last words are in the log. */
    @Override
    public void close() {
        askToEnd();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            reader.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void follow(Path log) {
        try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter file = new PrintWriter(Files.newBufferedWriter(log), true)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                file.println(line);
                notice(line);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            decided.countDown();
        }
    }

    private void notice(String line) {
        if (line.contains(REFUSED) && refusal == null) {
            refusal = line.substring(line.indexOf(REFUSED) + REFUSED.length()).replaceAll("]]$", "");
        }
        if (line.equals(Server.READY)) {
            ready = true;
            decided.countDown();
        }
        if (line.equals(Server.FAILED)) {
            decided.countDown();
        }
    }

    private static List<String> command(Plan plan) throws IOException {
        Path server = plan.target().resolve("server");
        Path classes = Path.of(pathOf(Node.class));
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseParallelGC", "-Xmx512m", "-XX:MetaspaceSize=160m")); // by default six collections of the start are for classes alone
        command.addAll(opensOf(server.resolve("payara-micro.jar")));
        command.addAll(plan.jvmOptions());
        command.addAll(List.of("-Dpayaramicro.disablePhoneHome=true",
                "-cp", server.resolve("payara-micro.jar") + File.pathSeparator + classes, Server.class.getName(),
                plan.work().resolve("root").toString(), plan.address(), Integer.toString(plan.port()),
                server.resolve("postgresql.jar").toString(), plan.war().toString()));
        return command;
    }

    /** What {@code java -jar} would open by the manifest; with a class path it must be said. */
    private static List<String> opensOf(Path jar) throws IOException {
        List<String> options = new ArrayList<>();
        try (JarFile server = new JarFile(jar.toFile())) {
            Attributes manifest = server.getManifest().getMainAttributes();
            for (String part : manifest.getValue("Add-Opens").split(" ")) {
                options.add("--add-opens=" + part + "=ALL-UNNAMED");
            }
            for (String part : manifest.getValue("Add-Exports").split(" ")) {
                options.add("--add-exports=" + part + "=ALL-UNNAMED");
            }
        }
        return options;
    }

    private static String pathOf(Class<?> type) {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getPath();
    }

    private static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> inside = Files.walk(folder)) {
                for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(folder);
    }
}
