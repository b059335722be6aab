package org.notechondria.support.clock;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel.MapMode;

/** In the node, beside the JDK's own classes: how far its clock is off, as the test's file says at this instant. Thread-safe. */
public final class Shift {
    private static volatile ByteBuffer file;

    private Shift() {
    }

    /** Called once, before anything asks; public, for its caller is loaded by another loader. */
    public static void follow(String path) throws IOException {
        try (RandomAccessFile shared = new RandomAccessFile(path, "r")) {
            file = shared.getChannel().map(MapMode.READ_ONLY, 0, Long.BYTES);
        }
    }

    /** What is asked instead of {@link System#currentTimeMillis()}. */
    public static long currentTimeMillis() {
        return System.currentTimeMillis() + file.getLong(0);
    }

    /** What is added where {@link java.time.Clock} asks for the time. */
    public static long nanos() {
        return file.getLong(0) * 1_000_000L;
    }
}
