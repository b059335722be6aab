package org.notechondria.run;

import fish.payara.micro.ClusterCommandResult;
import fish.payara.micro.PayaraMicroRuntime;
import fish.payara.micro.boot.AdminCommandRunner;
import fish.payara.micro.boot.PayaraMicroBoot;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import sun.misc.Signal;

/**
 * The child process: Payara Micro with the port shut until the application is deployed, and shut again before the application goes. It ends
 * itself when the process that started it is gone, however that one died: their pipe, this process's standard input, then closes.
 */
public final class Server {
    /** What the parent waits for in this process's output. */
    static final String READY = "notechondria: the port is open";
    static final String FAILED = "notechondria: the deployment failed";
    private static final String LISTENER = "configs.config.server-config.network-config.network-listeners.network-listener.http-listener.";

    /** The application's own (deployment/Drain). */
    private static final String DRAIN = "org.notechondria:type=Drain";
    /** What a shell says of a process that a signal ended: this and the signal's number. */
    private static final int SIGNALLED = 128;
    /** A request has left the application a little before its answer is written. */
    private static final long ANSWERS_ARE_WRITTEN_MILLIS = 300;
    private static final AtomicReference<AdminCommandRunner> COMMANDS = new AtomicReference<>();
    private static final AtomicBoolean ENDING = new AtomicBoolean();

    private Server() {
    }

    /** @param arguments folder for the server's state, address, port, folder of the server's program, the WAR */
    public static void main(String[] arguments) throws Exception {
        endWithTheParent();
        for (String name : List.of("INT", "TERM", "HUP")) {
            Signal.handle(new Signal(name), signal -> end(SIGNALLED + signal.getNumber()));
        }
        PayaraMicroBoot server = onItsClassPath(new File(arguments[3]));
        server.setRootDir(new File(arguments[0]));
        server.setHttpPort(Integer.parseInt(arguments[2]));
        server.setNoHazelcast(true);
        server.addDeploymentFile(new File(arguments[4]));
        server.setPreBootHandler(runner -> {
            runFile(runner, "glassfish-resources/pre-boot.asadmin");
            run(runner, "set", LISTENER + "address=" + arguments[1]);
            run(runner, "set", LISTENER + "enabled=false");
        });
        server.setPostBootHandler(runner -> {
            runFile(runner, "glassfish-resources/post-boot.asadmin");
            COMMANDS.set(runner);
        });
        try {
            PayaraMicroRuntime runtime = server.bootStrap();
            if (runtime.getDeployedApplicationNames().isEmpty()) {
                throw new IllegalStateException("nothing is deployed");
            }
            run(COMMANDS.get(), "set", LISTENER + "enabled=true");
            askHealth(arguments[1], Integer.parseInt(arguments[2]));
            System.out.println(READY);
        } catch (Exception failure) { // the server's threads would live on without an application
            failure.printStackTrace(System.out);
            System.out.println(FAILED);
            System.exit(3);
        }
    }

    /** As the server's own launcher does ({@code --outputlauncher}), which would leave us no handle on it. */
    private static PayaraMicroBoot onItsClassPath(File program) throws ReflectiveOperationException {
        System.setProperty("fish.payara.micro.BootJar", new File(program, "launch-micro.jar").toURI().toString());
        System.setProperty("fish.payara.micro.UnpackDir", program.getPath());
        return (PayaraMicroBoot) Class.forName("fish.payara.micro.impl.PayaraMicroImpl").getMethod("getInstance").invoke(null);
    }

    /** The command succeeds even when somebody else has taken the port in the meantime. */
    private static void askHealth(String address, int port) throws IOException {
        String host = address.contains(":") ? "[" + address + "]" : address;
        HttpURLConnection health = (HttpURLConnection) new URL("http://" + host + ":" + port + "/api/v1/health/").openConnection();
        health.setConnectTimeout(5000);
        health.setReadTimeout(5000);
        if (health.getResponseCode() != 200) {
            throw new IllegalStateException("the application's own address answers " + health.getResponseCode());
        }
        try (InputStream body = health.getInputStream()) {
            String said = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            if (!said.contains("\"ok\"")) {
                throw new IllegalStateException("the application's own address says " + said);
            }
        }
    }

    /** The same command files that {@code --prebootcommandfile} and {@code --postbootcommandfile} take. */
    private static void runFile(AdminCommandRunner runner, String file) {
        try {
            for (String line : Files.readAllLines(Path.of(file))) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] words = line.strip().split(" +");
                    run(runner, words[0], Arrays.copyOfRange(words, 1, words.length));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void run(AdminCommandRunner runner, String command, String... arguments) {
        ClusterCommandResult result = runner.run(command, arguments);
        if (result.getExitStatus() != ClusterCommandResult.ExitStatus.SUCCESS) {
            throw new IllegalStateException(command + " " + String.join(" ", arguments) + ": " + result.getOutput());
        }
    }

    /**
     * In this order nobody meets the server itself: the application answers what it has accepted and refuses the rest in its own words, then
     * the port closes, and only then the application goes, with a shutdown hook of the server's.
     */
    private static void end(int status) {
        if (!ENDING.compareAndSet(false, true)) {
            return;
        }
        try {
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            if (beans.isRegistered(new ObjectName(DRAIN))) {
                beans.invoke(new ObjectName(DRAIN), "drain", new Object[0], new String[0]);
                Thread.sleep(ANSWERS_ARE_WRITTEN_MILLIS);
                run(COMMANDS.get(), "set", LISTENER + "enabled=false");
            }
        } catch (JMException | InterruptedException | RuntimeException failure) {
            failure.printStackTrace(System.out);
        } finally {
            System.exit(status);
        }
    }

    private static void endWithTheParent() {
        Thread watch = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    continue;
                }
            } catch (IOException closed) {
                System.out.println("notechondria: the pipe to the launcher broke");
            }
            end(0);
        }, "end-with-the-parent");
        watch.setDaemon(true);
        watch.start();
    }
}
