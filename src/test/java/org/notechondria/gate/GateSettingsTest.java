package org.notechondria.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.notechondria.configuration.BadSetting;

class GateSettingsTest {

    private static GateSettings boundBy(String duration) {
        return new GateSettings(true, 100, Duration.parse(duration));
    }

    @Test
    void a_revoke_is_true_everywhere_within_a_second_at_most_and_no_bound_is_shorter_than_heartbeats_can_keep() {
        assertThat(boundBy("PT1S").bound()).isEqualTo(Duration.ofSeconds(1));
        assertThat(boundBy("PT0.2S").bound()).isEqualTo(Duration.ofMillis(200));
        assertThatThrownBy(() -> boundBy("PT1.001S")).isInstanceOf(BadSetting.class).hasMessageContaining("notechondria.session.revocation-bound must be from PT0.2S to PT1S");
        assertThatThrownBy(() -> boundBy("PT0.199S")).isInstanceOf(BadSetting.class);
    }

    @Test
    void I1_memory_is_distrusted_before_the_bound_and_three_beats_fit_into_the_trust() {
        GateSettings settings = boundBy("PT1S");
        assertThat(settings.trust()).isLessThan(settings.bound()).isGreaterThanOrEqualTo(settings.beat().multipliedBy(3));
        assertThat(settings.beat()).as("a heartbeat at least each half second").isLessThanOrEqualTo(Duration.ofMillis(500));
    }
}
