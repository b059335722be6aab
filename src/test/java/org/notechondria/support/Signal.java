package org.notechondria.support;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What an operator's {@code kill} does to a process, for those that Java has no word for. */
public final class Signal {

    private Signal() {
    }

    /** @param name  without {@code SIG}: STOP, CONT */
    public static void send(String name, long process) throws IOException, InterruptedException {
        send(name, List.of(process));
    }

    /** To all of them at once. */
    public static void send(String name, List<Long> processes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(process -> command.add(Long.toString(process)));
        Process kill = new ProcessBuilder(command).inheritIO().start();
        if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IOException("kill -" + name + " " + processes + " failed");
        }
    }
}
