package org.notechondria.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.notechondria.configuration.BadSetting;

/** What the start refuses as a lifetime. */
class CodeSettingsTest {

    @Test
    void a_second_to_a_day_is_accepted_and_no_more_and_no_less() {
        assertThat(new CodeSettings(Duration.ofSeconds(1)).lifetime()).isEqualTo(Duration.ofSeconds(1));
        assertThat(new CodeSettings(Duration.ofDays(1)).lifetime()).isEqualTo(Duration.ofDays(1));
        assertThatThrownBy(() -> new CodeSettings(Duration.ofMillis(999))).isInstanceOf(BadSetting.class).hasMessageContaining("notechondria.code.lifetime");
        assertThatThrownBy(() -> new CodeSettings(Duration.ofDays(1).plusSeconds(1))).isInstanceOf(BadSetting.class);
    }
}
