package org.notechondria.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's secret: refused in one line when it is missing or short, and a key of its own for each purpose. */
class SecretKeyTest {
    private static final String NAME = "notechondria.secret-key";

    @Test
    void a_missing_one_is_refused() {
        assertThatThrownBy(() -> new SecretKey(ConfiguredBy.settings(Map.of()))).isInstanceOf(BadSetting.class).hasMessage(NAME + " must be set (environment: NOTECHONDRIA_SECRET_KEY)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 31})
    void a_short_one_is_refused(int bytes) {
        assertRefused(Base64.getEncoder().encodeToString(new byte[bytes]));
    }

    @Test
    void what_is_no_base64_is_refused_without_being_repeated() {
        assertRefused("correct horse battery staple, thirty-two bytes and more");
    }

    @Test
    void each_purpose_has_its_own_key_and_each_secret_other_ones() {
        SecretKey key = new SecretKey(ConfiguredBy.settings(Map.of(NAME, Base64.getEncoder().encodeToString(new byte[32]))));
        assertThat(key.hash("code", "123456")).isEqualTo(new SecretKey(new byte[32]).hash("code", "123456")).isNotEqualTo(key.hash("address", "123456"))
                .isNotEqualTo(new SecretKey(new byte[33]).hash("code", "123456"));
        assertThat(key).hasToString("****");
    }

    private static void assertRefused(String value) {
        assertThatThrownBy(() -> new SecretKey(ConfiguredBy.settings(Map.of(NAME, value)))).isInstanceOf(BadSetting.class)
                .hasMessage(NAME + " must be base64 of 32 bytes or more (environment: NOTECHONDRIA_SECRET_KEY)");
    }
}
