package org.notechondria.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The server's program, unpacked once for each server and driver into a plain class path: out of its one JAR each start would unpack and search it anew, and
 * load its multi-release JARs wrong (JSON-B then does not know records and writes {@code {}}).
 */
final class ServerProgram {
    private static final long UNPACKING_SECONDS = 120;
    /** What a node's own folder begins with; it writes there. */
    private static final List<String> STATE = List.of("config", "docroot", "lib");
    private final Path folder;

    private ServerProgram(Path folder) {
        this.folder = folder;
    }

    /** @param server the folder with the server's JAR and the driver's */
    static ServerProgram in(Path server) throws IOException, InterruptedException {
        Path jar = server.resolve("payara-micro.jar");
        Path driver = server.resolve("postgresql.jar");
        Path folder = server.resolve("program-" + Long.toHexString(31 * Files.getLastModifiedTime(jar).toMillis() + Files.getLastModifiedTime(driver).toMillis()));
        if (!Files.exists(folder)) {
            unpack(jar, driver, folder);
        }
        return new ServerProgram(folder);
    }

    /** Aside first: another start may do the same at this moment, and a running server must not lose the files under it. */
    private static void unpack(Path jar, Path driver, Path folder) throws IOException, InterruptedException {
        Path aside = Files.createTempDirectory(folder.getParent(), "unpacking");
        Process unpacking = new ProcessBuilder(java(), "-jar", jar.toString(), "--nohazelcast", "--addlibs", driver.toString(), "--rootdir", aside.toString(), "--outputlauncher")
                .redirectErrorStream(true).redirectOutput(aside.resolve("unpacking.log").toFile()).start();
        if (!unpacking.waitFor(UNPACKING_SECONDS, TimeUnit.SECONDS) || unpacking.exitValue() != 0) {
            unpacking.destroyForcibly();
            throw new CannotStart("the server could not be unpacked; it says why in " + aside.resolve("unpacking.log"));
        }
        try {
            Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException another) {
            if (!Files.exists(folder)) {
                throw another;
            }
            empty(aside);
            Files.delete(aside);
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private Path launcher() {
        return folder.resolve("launch-micro.jar");
    }

    String path() {
        return folder.toString();
    }

    /** The class path, the server's own classes, its driver and its data source included. */
    String with(Path classes) {
        return launcher() + File.pathSeparator + folder.resolveSibling("notechondria-pool.jar") + File.pathSeparator + classes;
    }

    /** Gives a node a folder of its own, as it is before the first start. */
    void layOut(Path root) throws IOException {
        for (String part : STATE) {
            try (Stream<Path> files = Files.walk(folder.resolve(part))) {
                for (Path file : files.toList()) {
                    copy(file, root.resolve(folder.relativize(file).toString()));
                }
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            Files.createDirectories(to);
        } else {
            Files.copy(from, to);
        }
    }

    /** What {@code java -jar} would open by the manifest; with a class path it must be said. */
    List<String> opens() throws IOException {
        List<String> options = new ArrayList<>();
        try (JarFile jar = new JarFile(launcher().toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            for (String part : manifest.getValue("Add-Opens").split(" ")) {
                options.add("--add-opens=" + part + "=ALL-UNNAMED");
            }
            for (String part : manifest.getValue("Add-Exports").split(" ")) {
                options.add("--add-exports=" + part + "=ALL-UNNAMED");
            }
        }
        return options;
    }

    /** Deletes what is in a folder. */
    static void empty(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).filter(path -> !path.equals(folder)).toList()) {
                Files.delete(path);
            }
        }
    }
}
