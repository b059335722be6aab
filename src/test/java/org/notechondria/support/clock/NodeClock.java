package org.notechondria.support.clock;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.jar.asm.ClassReader;

/** In the tests: the wall clock of a node that was started with {@link #jvmOptions()}, and how far it is off. */
public final class NodeClock {
    private final Path folder;

    private NodeClock(Path folder) {
        this.folder = folder;
    }

    /** One that is ahead by so much (behind, when negative) from the start. {@code folder} is for what the node reads. */
    public static NodeClock ahead(Path folder, Duration by) {
        NodeClock clock = new NodeClock(folder);
        try {
            Files.createDirectories(folder);
            clock.setAhead(by);
            clock.writeJar("shift.jar", new Manifest(), Shift.class);
            clock.writeJar("agent.jar", agent(), ShiftAgent.class, Class.forName(ShiftAgent.class.getName() + "$1"), Class.forName(ShiftAgent.class.getName() + "$Calls"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (ClassNotFoundException renamed) {
            throw new IllegalStateException(renamed);
        }
        return clock;
    }

    /** From this instant; the node notices nothing but the time. */
    public void setAhead(Duration by) {
        try (FileChannel shift = FileChannel.open(folder.resolve("shift"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            shift.write(ByteBuffer.allocate(Long.BYTES).putLong(by.toMillis()).flip());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public List<String> jvmOptions() {
        return List.of("-javaagent:" + folder.resolve("agent.jar") + "=" + folder.resolve("shift.jar") + ";" + folder.resolve("shift"));
    }

    private static Manifest agent() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", ShiftAgent.class.getName());
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        try {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, ClassReader.class.getProtectionDomain().getCodeSource().getLocation().toURI().toString());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
        return manifest;
    }

    private void writeJar(String name, Manifest manifest, Class<?>... classes) throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve(name)); JarOutputStream jar = new JarOutputStream(file, manifest)) {
            for (Class<?> type : classes) {
                String path = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(path));
                try (InputStream bytes = type.getClassLoader().getResourceAsStream(path)) {
                    bytes.transferTo(jar);
                }
            }
        }
    }
}
