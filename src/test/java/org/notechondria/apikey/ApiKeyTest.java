package org.notechondria.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The form of a personal key. */
class ApiKeyTest {
    private static final String KEY = "ntc_0123456789abcdef0123456789abcdef";

    @Test
    void a_key_is_ntc_and_32_lower_case_hex_digits_and_nothing_else_is_one() {
        assertThat(ApiKey.parse(KEY)).isPresent();
        for (String other : new String[] {"", "ntc_", KEY.substring(1), KEY + "0", KEY.substring(0, 35), KEY.toUpperCase(), KEY + "\n", " " + KEY, KEY.replace('0', 'g')}) {
            assertThat(ApiKey.parse(other)).as(other).isEmpty();
        }
    }

    @Test
    void a_fresh_key_is_well_formed_and_another_one_each_time() {
        ApiKey fresh = ApiKey.random();
        assertThat(ApiKey.parse(fresh.onTheWire())).hasValueSatisfying(again -> assertThat(again.digest()).isEqualTo(fresh.digest()).hasSize(32));
        assertThat(ApiKey.random().onTheWire()).isNotEqualTo(fresh.onTheWire());
    }

    @Test
    void I9_a_key_prints_as_four_stars_and_shows_eight_characters_on_purpose() {
        ApiKey key = ApiKey.parse(KEY).orElseThrow();
        assertThat(key).hasToString("****");
        assertThat(key.prefix()).isEqualTo("ntc_0123");
        assertThat(new ApiKeyResource.Rotated(key.onTheWire(), key.prefix()).toString()).doesNotContain(KEY);
    }
}
