package org.notechondria.run;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.notechondria.support.Eventually;
import org.notechondria.support.TestNodes;

/** The launcher as a newcomer's terminal sees it: a process of its own with its own environment, and what it says. */
final class Started {
    private static final Path TARGET = Path.of(System.getProperty("notechondria.war")).getParent();
    /** Of both processes: what lives for seconds only waits for the second compiler. */
    private static final String STARTS_FAST = "-XX:TieredStopAtLevel=1";
    private final Process process;
    private final Path out;
    private final Path err;

    private Started(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** @param environment instead of all settings that the tests themselves were given */
    static Started with(Map<String, String> environment) throws IOException {
        return with(environment, STARTS_FAST);
    }

    /** One that will hash many passwords: compiled well is what runs most. */
    static Started toHash(Map<String, String> environment) throws IOException {
        return with(environment, String.join(" ", TestNodes.HASHES_FAST));
    }

    private static Started with(Map<String, String> environment, String jvmOptions) throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(TARGET.resolve("launcher")), "says");
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT", Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), Launcher.class.getName(), TARGET.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(new File("/dev/null")).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("NOTECHONDRIA_") || name.startsWith("DATABASE_"));
        builder.environment().putAll(environment);
        builder.environment().put("JDK_JAVA_OPTIONS", jvmOptions);
        return new Started(builder.start(), out, err);
    }

    String out() {
        return read(out);
    }

    /** Without Java's own note of {@link #STARTS_FAST}. */
    String err() {
        return read(err).lines().filter(line -> !line.startsWith("NOTE: Picked up JDK_JAVA_OPTIONS")).collect(Collectors.joining("\n"));
    }

    /** @return itself, when the block is printed; fails when the process ends before */
    Started awaitBlock() throws InterruptedException {
        while (!out().contains("Ctrl-C")) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("ended with " + process.exitValue() + ": " + out() + err());
            }
        }
        return this;
    }

    /** @return the exit status */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(240, TimeUnit.SECONDS)) {
            throw new AssertionError("still running: " + out() + err());
        }
        return process.exitValue();
    }

    /** SIGTERM, and then the exit status. */
    int terminate() throws InterruptedException {
        process.toHandle().destroy();
        return awaitEnd();
    }

    /** SIGINT, as Ctrl-C sends it, and then the exit status. */
    int interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        return awaitEnd();
    }

    /** SIGKILL: no hook runs. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Payara Micro, its child. */
    ProcessHandle server() {
        return process.descendants().filter(child -> child.info().commandLine().orElse("").contains(Server.class.getName())).findFirst().orElseThrow();
    }

    /** So that a failed test leaves nothing running. */
    void end() {
        if (process.isAlive()) {
            process.toHandle().destroy();
            Eventually.holds("the launcher ends", () -> !process.isAlive());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
