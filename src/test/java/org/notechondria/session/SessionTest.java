package org.notechondria.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When a session is active (wire contract, section 1): both limits are inclusive, and an end is for good. */
class SessionTest {
    private static final Duration BIT = Duration.ofNanos(1000);
    private static final Duration IDLE = Duration.ofDays(1);
    private static final Duration ABSOLUTE = Duration.ofDays(3);
    private static final SessionTimeouts LIMITS = new SessionTimeouts(IDLE, ABSOLUTE);
    private static final Instant MADE = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void it_is_active_up_to_one_idle_timeout_after_it_was_seen_and_not_a_microsecond_more() {
        Session session = new Session(MADE, MADE.plusSeconds(5), null);
        assertThat(session.isActiveAt(MADE.plusSeconds(5).plus(IDLE), LIMITS)).isTrue();
        assertThat(session.isActiveAt(MADE.plusSeconds(5).plus(IDLE).plus(BIT), LIMITS)).isFalse();
    }

    @Test
    void it_is_active_up_to_one_absolute_timeout_after_it_was_made_however_lately_it_was_seen() {
        Instant end = MADE.plus(ABSOLUTE);
        assertThat(new Session(MADE, end, null).isActiveAt(end, LIMITS)).isTrue();
        assertThat(new Session(MADE, end, null).isActiveAt(end.plus(BIT), LIMITS)).isFalse();
    }

    @Test
    void it_is_never_active_again_once_it_was_revoked() {
        assertThat(new Session(MADE, MADE, MADE).isActiveAt(MADE, LIMITS)).isFalse();
    }
}
