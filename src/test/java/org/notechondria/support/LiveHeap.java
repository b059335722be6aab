package org.notechondria.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** How much of a JVM's heap is in use by what lives, as the JDK's {@code jcmd} counts it after a collection. */
public final class LiveHeap {

    private LiveHeap() {
    }

    /** In bytes. */
    public static long of(long process) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(process), "GC.class_histogram").redirectErrorStream(true).start();
        String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String total = histogram.lines().filter(line -> line.startsWith("Total ")).findFirst().orElseThrow(() -> new IOException("jcmd said: " + histogram.lines().limit(3).toList()));
        jcmd.waitFor();
        return Long.parseLong(total.split("\\s+")[2]);
    }
}
