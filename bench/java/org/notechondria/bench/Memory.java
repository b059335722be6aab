package org.notechondria.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a node holds, as the JVM and the kernel say. */
final class Memory {

    private Memory() {
    }

    /** Bytes of live objects: the total of a class histogram, which collects first and is kept for whoever asks what they are. */
    static long heapAfterGc(Rig.Running node, Path histogram) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(node.pid()), "GC.class_histogram")
                .redirectErrorStream(true).start();
        String output = new String(jcmd.getInputStream().readAllBytes());
        jcmd.waitFor();
        Files.writeString(histogram, output);
        Matcher total = Pattern.compile("(?m)^Total\\s+[0-9]+\\s+([0-9]+)").matcher(output);
        if (!total.find()) {
            throw new IOException("jcmd said: " + output.lines().limit(3).toList());
        }
        return Long.parseLong(total.group(1));
    }

    static double residentMiB(Rig.Running node) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(node.pid()), "status")).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0).findFirst().orElseThrow();
    }
}
