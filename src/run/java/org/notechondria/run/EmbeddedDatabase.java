package org.notechondria.run;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;

/** A real PostgreSQL from Maven Central, on loopback, whose data stays in one folder. Durable: its own defaults (fsync off) are not. */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final int ANY_PORT = 0;
    private final EmbeddedPostgres postgres;

    private EmbeddedDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /**
     * @param folder  made when it is missing; mode 0700
     * @param config  further PostgreSQL settings
     */
    public static EmbeddedDatabase start(Path folder, Map<String, String> config) {
        return start(folder, ANY_PORT, config);
    }

    /** On a port that was chosen before. */
    public static EmbeddedDatabase start(Path folder, int port, Map<String, String> config) {
        try {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setDataDirectory(folder)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(folder.resolveSibling("postgres-program").toFile())
                    .setPort(port)
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("shared_buffers", "128MB")
                    .setServerConfig("timezone", "UTC");
            config.forEach(builder::setServerConfig);
            return new EmbeddedDatabase(builder.start());
        } catch (IOException | IllegalStateException failed) {
            throw new CannotStart("the embedded PostgreSQL did not start: " + failed.getMessage(), failed);
        }
    }

    public DatabaseAddress address() {
        return address("postgres");
    }

    public DatabaseAddress address(String database) {
        return new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + database, "postgres", "postgres");
    }

    public int port() {
        return postgres.getPort();
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
