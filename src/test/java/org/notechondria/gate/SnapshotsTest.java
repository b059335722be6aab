package org.notechondria.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.notechondria.session.KeyDigest;
import org.notechondria.support.Eventually;

/** What is remembered, and that forgetting wins. */
class SnapshotsTest {
    private static final int MOST = 100;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final Snapshots snapshots = new Snapshots();

    @BeforeEach
    void open() throws ReflectiveOperationException {
        Field settings = Snapshots.class.getDeclaredField("settings"); // the container sets it
        settings.setAccessible(true);
        settings.set(snapshots, new GateSettings(true, MOST, Duration.ofSeconds(1)));
        snapshots.open();
    }

    @Test
    void I1_a_row_that_was_read_before_something_was_forgotten_is_not_remembered_after_it() {
        long before = snapshots.epoch();
        snapshots.forget(List.of(digest(2)));
        snapshots.put(digest(1), session(1), before);
        assertThat(snapshots.get(digest(1))).isNull();
        snapshots.put(digest(1), session(1), snapshots.epoch());
        assertThat(snapshots.get(digest(1))).isNotNull();
    }

    @Test
    void I1_a_person_and_everything_are_forgotten_and_with_them_what_is_being_read() {
        snapshots.put(digest(1), session(1), snapshots.epoch());
        long before = snapshots.epoch();
        snapshots.forgetUser(1);
        snapshots.put(digest(3), session(3), before);
        assertThat(snapshots.get(digest(1))).isNull();
        assertThat(snapshots.get(digest(3))).isNull();
        snapshots.put(digest(1), session(1), snapshots.epoch());
        snapshots.forgetAll();
        assertThat(snapshots.get(digest(1))).isNull();
    }

    @Test
    void no_more_are_remembered_than_is_configured() {
        IntStream.range(0, 10 * MOST).forEach(n -> snapshots.put(digest(n), session(n), snapshots.epoch()));
        Eventually.holds("the rest is forgotten", () -> IntStream.range(0, 10 * MOST).filter(n -> snapshots.get(digest(n)) != null).count() <= MOST);
    }

    private static KeyDigest digest(int n) {
        return KeyDigest.ofHex("%064x".formatted(n));
    }

    /** Session and person of the same number. */
    private static Snapshot session(long n) {
        return new Snapshot(new SessionRow(n, n, "anna", true, NOW, NOW, false, NOW, "Mac"));
    }
}
