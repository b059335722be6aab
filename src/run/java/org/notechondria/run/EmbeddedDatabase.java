package org.notechondria.run;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A real PostgreSQL from Maven Central, on loopback, whose data stays in one folder. Durable: its own defaults (fsync off) are not. */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final int ANY_PORT = 0;
    private final Path folder;
    private final EmbeddedPostgres postgres;

    private EmbeddedDatabase(Path folder, EmbeddedPostgres postgres) {
        this.folder = folder;
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
            endOrphan(folder);
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
            return new EmbeddedDatabase(folder, builder.start());
        } catch (IOException | IllegalStateException failed) {
            throw new CannotStart("the embedded PostgreSQL did not start: " + failed.getMessage(), failed);
        }
    }

    /** A launcher that was killed leaves its PostgreSQL running; two on one folder can't be. */
    private static void endOrphan(Path folder) throws IOException {
        Path pid = folder.resolve("postmaster.pid");
        if (Files.exists(pid)) {
            long number = Long.parseLong(Files.readAllLines(pid).get(0).strip());
            Optional<ProcessHandle> orphan = ProcessHandle.of(number)
                    .filter(process -> process.info().command().filter(command -> command.endsWith("/postgres")).isPresent())
                    .filter(process -> process.info().arguments().map(List::of).orElse(List.of()).contains(folder.toString())); // a number may be another's by now
            if (orphan.isPresent()) {
                orphan.get().destroy(); // it waits for its clients, which are gone or going
                await(orphan.get());
            }
        }
    }

    private static void await(ProcessHandle orphan) throws IOException {
        try {
            orphan.onExit().get(20, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException stays) {
            throw new IOException("the process " + orphan.pid() + " of an earlier start still uses it and does not end", stays);
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

    /** As a power cut would: all its processes are gone at once, and nothing was written or said on the way. */
    public void kill() {
        try {
            long number = Long.parseLong(Files.readAllLines(folder.resolve("postmaster.pid")).get(0).strip());
            ProcessHandle postmaster = ProcessHandle.of(number).orElseThrow();
            List<ProcessHandle> backends = postmaster.descendants().toList();
            postmaster.destroyForcibly();
            backends.forEach(ProcessHandle::destroyForcibly);
            await(postmaster);
            for (ProcessHandle backend : backends) {
                await(backend);
            }
            postgres.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
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
