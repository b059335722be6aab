package org.notechondria.bench;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Where the time of a sign-in goes, by samples of a flight recording. */
final class SignIns {
    private static final int WARM_UP = 200;
    private static final int COUNT = 300;

    private SignIns() {
    }

    /** The share of the request threads' samples that lie in Argon2id while people sign in, and do nothing else. */
    static double argon2Share(Rig.Running node, Path recording) throws Exception {
        signIn(node, WARM_UP);
        Instant warm = Instant.now();
        signIn(node, COUNT);
        node.close(); // writes the recording
        AtomicInteger all = new AtomicInteger();
        AtomicInteger argon2 = new AtomicInteger();
        try (RecordingFile events = new RecordingFile(recording)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                if (event.getStartTime().isAfter(warm)) {
                    count(event, all, argon2);
                }
            }
        }
        return argon2.get() / (double) all.get();
    }

    private static void signIn(Rig.Running node, int times) throws Exception {
        String body = "{\"identifier\": \"admin\", \"password\": \"velvet-otter-91\"}";
        for (int i = 0; i < times; i++) {
            int status = Rig.post(node.url() + "/auth/login/", body);
            if (status != 200) {
                throw new IllegalStateException("a sign-in was answered " + status);
            }
        }
    }

    private static void count(RecordedEvent event, AtomicInteger all, AtomicInteger argon2) {
        if (!event.getEventType().getName().equals("jdk.ExecutionSample") || event.getStackTrace() == null) {
            return;
        }
        boolean signIn = event.getStackTrace().getFrames().stream().anyMatch(frame -> frame.getMethod().getType().getName().startsWith("org.notechondria.signin"));
        boolean hashing = event.getStackTrace().getFrames().stream().anyMatch(frame -> frame.getMethod().getType().getName().contains("Argon2"));
        boolean request = event.getThread("sampledThread") != null && event.getThread("sampledThread").getJavaName().startsWith("http-thread-pool");
        if (signIn || hashing || request) {
            all.incrementAndGet();
            argon2.addAndGet(hashing ? 1 : 0);
        }
    }
}
