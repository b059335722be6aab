package org.notechondria.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogManager;
import sun.misc.Signal;

/** {@code mvn -Prun}: the real product on a real PostgreSQL, from a clean clone. */
public final class Launcher {
    private static final long START_SECONDS = 180;

    private final Path target;
    private final Path home;
    private final RunSettings settings;
    private final CountDownLatch stop = new CountDownLatch(1);
    /** Of the embedded database's folder. Held here, for one that nobody refers to is collected, and the lock with it. */
    private FileChannel lock;
    private EmbeddedDatabase embedded;
    private Node node;
    private String newPassword;

    private Launcher(Path target, RunSettings settings) {
        this.target = target;
        this.home = target.getParent();
        this.settings = settings;
    }

    /** @param arguments the build's folder */
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset(); // the embedded database's own lines would drown ours
        int status = 0;
        try {
            Path target = Path.of(arguments[0]).toAbsolutePath();
            Launcher launcher = new Launcher(target, RunSettings.from(System.getenv(), target.getParent()));
            launcher.stopOnSignals();
            launcher.run();
        } catch (CannotStart refused) {
            System.err.println("cannot start: " + refused.getMessage());
            status = 1;
        } catch (IOException | UncheckedIOException noFile) {
            System.err.println("cannot start: a file in DATA_DIR, or the folder itself, can't be used (" + noFile.getMessage() + ")");
            status = 1;
        }
        System.exit(status);
    }

    /** The order matters at the end (server, then database), and shutdown hooks have none: signals are handled here instead. */
    private void stopOnSignals() {
        for (String name : List.of("INT", "TERM", "HUP")) {
            Signal.handle(new Signal(name), signal -> stop.countDown());
        }
    }

    private void run() throws Exception {
        refuseAPortInUse();
        Files.createDirectories(settings.data(), OwnFiles.OURS_ALONE); // mails with codes lie there, and the programs that it runs
        try {
            DatabaseAddress database = settings.database().isPresent() ? givenDatabase() : startDatabase();
            say("deployment: starting Payara Micro with the application");
            Path passwordFile = settings.data().resolve("administrator-password-" + settings.port());
            String password = OwnFiles.administratorPassword(passwordFile);
            node = Node.start(plan(database, passwordFile));
            try {
                awaitReadyOrStop();
            } finally {
                newPassword = Files.deleteIfExists(passwordFile) ? null : password; // the server deletes it when it has made the administrator
            }
            if (stop.getCount() > 0) {
                say("ready");
                printBlock();
                awaitEnd();
            }
        } finally {
            if (newPassword != null) { // stopped before the block, but the administrator exists, and no other start will know the password
                say("the administrator's password is " + newPassword + " (shown this once)");
            }
            close();
        }
    }

    private DatabaseAddress givenDatabase() {
        DatabaseAddress given = settings.database().orElseThrow();
        say("database: using " + given);
        return given;
    }

    private DatabaseAddress startDatabase() throws IOException {
        say("database: starting the embedded PostgreSQL in " + settings.data().resolve("postgres"));
        lock = FileChannel.open(settings.data().resolve("postgres.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() == null) {
                throw new OverlappingFileLockException();
            }
        } catch (OverlappingFileLockException inUse) {
            throw new CannotStart(settings.data() + " is in use by another copy; give this one its own DATA_DIR, or both the same DATABASE_URL");
        }
        embedded = EmbeddedDatabase.start(settings.data().resolve("postgres"), Map.of());
        return embedded.address();
    }

    private void awaitReadyOrStop() throws InterruptedException {
        Thread impatient = new Thread(() -> {
            try {
                stop.await();
                node.askToEnd();
            } catch (InterruptedException ready) {
                Thread.currentThread().interrupt();
            }
        });
        impatient.setDaemon(true);
        impatient.start();
        try {
            node.awaitReady(START_SECONDS);
        } catch (CannotStart refused) {
            if (stop.getCount() > 0) {
                throw new CannotStart(refused.getMessage() + " (the whole story: " + log() + ")");
            }
        } finally {
            impatient.interrupt();
        }
    }

    private void awaitEnd() throws InterruptedException {
        node.process().onExit().thenRun(stop::countDown);
        stop.await();
        if (!node.process().isAlive() && node.process().exitValue() != 0 && node.process().exitValue() != 130 && node.process().exitValue() != 143) {
            throw new CannotStart("the server ended by itself (the whole story: " + log() + ")");
        }
    }

    private void close() {
        if (node != null) {
            say("stopping the server");
            node.close();
        }
        if (embedded != null) {
            say("stopping the database");
            embedded.close();
        }
        say("stopped");
    }

    private Node.Plan plan(DatabaseAddress database, Path passwordFile) {
        Map<String, String> environment = new HashMap<>();
        environment.put("NOTECHONDRIA_PUBLIC_URL", settings.url());
        environment.put("NOTECHONDRIA_MAIL_DIRECTORY", settings.data().resolve("mail").toString());
        environment.put("NOTECHONDRIA_CORS_ALLOWED_ORIGINS", "http://localhost:*,http://127.0.0.1:*");
        environment.put("NOTECHONDRIA_DATABASE_POOL_SIZE", "16");
        environment.keySet().removeAll(System.getenv().keySet());
        if (System.getenv("NOTECHONDRIA_SECRET_KEY") == null) {
            environment.put("NOTECHONDRIA_SECRET_KEY", OwnFiles.secretKey(settings.data().resolve("secret-key")));
        }
        environment.put("NOTECHONDRIA_ADMIN_PASSWORD_FILE", passwordFile.toString());
        environment.put("NOTECHONDRIA_DATABASE_URL", database.jdbcUrl());
        environment.put("NOTECHONDRIA_DATABASE_USER", database.user());
        environment.put("NOTECHONDRIA_DATABASE_PASSWORD", database.password());
        return new Node.Plan(target, target.resolve("notechondria.war"), home, settings.data().resolve("server-" + settings.port()), log(), settings.address(), settings.port(), environment, List.of());
    }

    private void refuseAPortInUse() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(settings.address()), settings.port()));
        } catch (IOException inUse) {
            throw new CannotStart("port " + settings.port() + " on " + settings.address() + " can't be opened (" + inUse.getMessage() + "); set HTTP_PORT to another");
        }
    }

    private void printBlock() {
        String mail = System.getenv("NOTECHONDRIA_MAIL_SMTP_HOST");
        System.out.println();
        System.out.println("  Notechondria accounts " + " ".repeat(2) + settings.url() + "/");
        System.out.println("  data           " + settings.data() + (embedded == null ? " (database: " + settings.database().orElseThrow() + ")" : ""));
        System.out.println("  administrator  " + System.getenv().getOrDefault("NOTECHONDRIA_ADMIN_USERNAME", "admin"));
        if (newPassword != null) {
            System.out.println("  password       " + newPassword + "   (shown this once)");
            newPassword = null;
        }
        System.out.println("  mail           " + (mail == null ? ".eml files in " + System.getenv().getOrDefault("NOTECHONDRIA_MAIL_DIRECTORY", settings.data().resolve("mail").toString()) : "to " + mail));
        System.out.println("  log            " + log());
        System.out.println("  stop           Ctrl-C");
        System.out.println();
    }

    private Path log() {
        return settings.data().resolve("log").resolve("server-" + settings.port() + ".log");
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
