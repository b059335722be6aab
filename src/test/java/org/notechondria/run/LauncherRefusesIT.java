package org.notechondria.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code mvn -Prun} can't start with is one line and a status that is not zero, and it never says that it is ready. */
class LauncherRefusesIT {
    private static final FutureTask<Started> WRONG_SETTING = new FutureTask<>(
            () -> Started.with(LauncherIT.environment(LauncherIT.newFolder(), LauncherIT.freePort(), Map.of("NOTECHONDRIA_SESSION_IDLE_TIMEOUT", "-PT1S"))));
    private Started launcher;

    /** Begins the one that takes as long as a start; once, whoever asks first. */
    @BeforeAll
    static void begin() {
        WRONG_SETTING.run();
    }

    @AfterAll
    static void end() throws Exception {
        WRONG_SETTING.get().end();
    }

    @AfterEach
    void endTheLauncher() {
        if (launcher != null) {
            launcher.end();
        }
    }

    @Test
    void a_wrong_setting_is_one_line_and_never_ready() throws Exception {
        assertRefused(WRONG_SETTING.get(), "notechondria.session.idle-timeout must be more than zero (environment: NOTECHONDRIA_SESSION_IDLE_TIMEOUT)");
    }

    @Test
    void a_port_in_use_is_one_line() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refused(LauncherIT.environment(LauncherIT.newFolder(), taken.getLocalPort(), Map.of()), "port " + taken.getLocalPort() + " on 127.0.0.1 can't be opened");
        }
    }

    @Test
    void a_folder_that_another_launcher_holds_is_one_line() throws Exception {
        Path held = LauncherIT.newFolder();
        Files.createDirectories(held);
        try (FileChannel lock = FileChannel.open(held.resolve("postgres.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            refused(LauncherIT.environment(held, LauncherIT.freePort(), Map.of()), held + " is in use by another copy");
        }
    }

    @Test
    void a_folder_that_is_a_file_is_one_line() throws Exception {
        Path file = Files.createTempFile(Files.createDirectories(LauncherIT.FOLDER), "no", "folder");
        refused(LauncherIT.environment(file, LauncherIT.freePort(), Map.of()), file.toString());
    }

    @Test
    void a_port_that_is_no_number_is_one_line() throws Exception {
        Map<String, String> environment = LauncherIT.environment(LauncherIT.newFolder(), 0, Map.of());
        environment.put("HTTP_PORT", "abc");
        refused(environment, "HTTP_PORT must be a number from 1 to 65535");
    }

    @Test
    void an_unreadable_DATABASE_URL_is_one_line_that_does_not_repeat_it() throws Exception {
        refused(LauncherIT.environment(LauncherIT.newFolder(), LauncherIT.freePort(), Map.of("DATABASE_URL", "mysql://anna:secret@nowhere")), "DATABASE_URL must look like");
        assertThat(launcher.err()).doesNotContain("secret");
    }

    private void refused(Map<String, String> environment, String line) throws Exception {
        launcher = Started.with(environment);
        assertRefused(launcher, line);
    }

    private static void assertRefused(Started started, String line) throws Exception {
        assertThat(started.awaitEnd()).isEqualTo(1);
        assertThat(started.err().lines()).singleElement().asString().startsWith("cannot start: ").contains(line);
        assertThat(started.out()).doesNotContain("ready");
    }
}
