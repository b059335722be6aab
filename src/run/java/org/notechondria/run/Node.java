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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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
            Files.createDirectories(plan.work());
            ServerProgram.empty(plan.work());
            Files.createDirectories(plan.log().getParent());
            ServerProgram program = ServerProgram.in(plan.target().resolve("server"));
            program.layOut(plan.work().resolve("root"));
            ProcessBuilder builder = new ProcessBuilder(command(plan, program)).directory(plan.home().toFile()).redirectErrorStream(true);
            builder.environment().putAll(plan.environment());
            Node node = new Node(builder.start(), plan.log());
            node.reader.start();
            return node;
        } catch (IOException failed) {
            throw new CannotStart("the server could not be started: " + failed, failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CannotStart("stopped while the server was being unpacked", stopped);
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

    private static List<String> command(Plan plan, ServerProgram program) throws IOException {
        Path classes = Path.of(pathOf(Node.class));
        List<String> command = new ArrayList<>(List.of(ServerProgram.java(),
                "-XX:+UseParallelGC", "-Xmx448m", "-XX:MetaspaceSize=160m")); // by default six collections of the start are for classes alone
        command.addAll(program.opens());
        command.addAll(plan.jvmOptions());
        command.addAll(List.of("-Dpayaramicro.disablePhoneHome=true", "-cp", program.with(classes), Server.class.getName(),
                plan.work().resolve("root").toString(), plan.address(), Integer.toString(plan.port()), program.path(), plan.war().toString()));
        return command;
    }

    private static String pathOf(Class<?> type) {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getPath();
    }
}
