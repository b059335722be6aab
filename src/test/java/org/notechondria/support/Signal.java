package org.notechondria.support;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What an operator's {@code kill} does to a process, for those that Java has no word for. */
public final class Signal {

    private Signal() {
    }

    /** @param name  without {@code SIG}: STOP, CONT */
    public static void send(String name, long process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process)).inheritIO().start();
        if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IOException("kill -" + name + " " + process + " failed");
        }
    }
}
