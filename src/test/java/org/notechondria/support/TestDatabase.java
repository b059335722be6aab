package org.notechondria.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.notechondria.run.DatabaseAddress;
import org.notechondria.run.EmbeddedDatabase;

/** One real PostgreSQL for a run of the container tests, started before the container, which is told where it is. */
public final class TestDatabase implements LauncherSessionListener {
    /** For tests that start nodes of their own on the same database. */
    public static final String SECRET_KEY = "bm90IGEgc2VjcmV0OiB0aGUga2V5IG9mIHRoZSB0ZXN0cyAuLi4=";
    public static final String ADMINISTRATORS_PASSWORD = "correct-horse-battery";
    private static EmbeddedDatabase database;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        String war = System.getProperty("notechondria.war");
        if (war == null || database != null) {
            return; // the unit tests need none
        }
        Path folder = Path.of(war).resolveSibling("test-database").resolve(UUID.randomUUID().toString());
        database = EmbeddedDatabase.start(folder, Integer.getInteger("test.database.port"), Map.of("fsync", "off", "synchronous_commit", "off", "max_connections", "200"));
        System.setProperty("notechondria.container.log", containerLog(folder).toString());
        Map<String, String> settings = settings();
        settings.put("notechondria.admin.password-file", passwordFile(folder).toString());
        System.setProperty("notechondria.test.options", settings.entrySet().stream()
                .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue()).collect(Collectors.joining(" ", "", " " + System.getProperty("test.coverage", ""))));
    }

    /** Of the server that nearly all tests talk to. */
    private static Path containerLog(Path folder) {
        try {
            return Files.createDirectories(folder.getParent().resolveSibling("container")).resolve(folder.getFileName() + ".log");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Path passwordFile(Path folder) {
        try {
            return Files.writeString(folder.resolveSibling(folder.getFileName() + "-administrator-password"), ADMINISTRATORS_PASSWORD);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (database != null) {
            closeTheNodes();
            database.close();
            database = null;
        }
    }

    private static void closeTheNodes() {
        try {
            SharedNodes.close();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    public static DatabaseAddress address() {
        return database.address();
    }

    /** What the application under test is configured with, beside the database (pom.xml). */
    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(ProviderStub.settings());
        settings.putAll(Map.of(
                "notechondria.public-url", "https://accounts.example.org",
                "notechondria.secret-key", SECRET_KEY,
                "notechondria.deployment.id", "the-tests",
                "notechondria.session.revocation-bound", "PT0.3S", // a test that moves the clock waits for two heartbeats
                "notechondria.limit.enabled", "false", // all tests come from one address; the limits have tests of their own
                "notechondria.mail.directory", MailBox.ofTheDeployment().folder().toString(),
                "notechondria.cors.allowed-origins", "https://app.example.org,http://localhost:*"));
        return settings;
    }
}
