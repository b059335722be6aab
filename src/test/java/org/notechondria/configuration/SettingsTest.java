package org.notechondria.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How values are read, and each way in which one is refused. */
class SettingsTest {
    private static final String NAME = "notechondria.some.thing";

    @Test
    void what_is_not_set_or_blank_has_its_default() {
        for (Settings nothing : new Settings[] {ConfiguredBy.settings(Map.of()), ConfiguredBy.settings(Map.of(NAME, "  "))}) {
            assertThat(nothing.text(NAME)).isEmpty();
            assertThat(nothing.text(NAME, "word")).isEqualTo("word");
            assertThat(nothing.duration(NAME, "PT5M")).isEqualTo(Duration.ofMinutes(5));
            assertThat(nothing.number(NAME, 7, 1, 9)).isEqualTo(7);
            assertThat(nothing.oneOf(NAME, "on", "off", true)).isTrue();
            assertThat(nothing.oneOf(NAME, "on", "off", false)).isFalse();
            assertThat(nothing.list(NAME)).isEmpty();
        }
    }

    @Test
    void what_is_set_is_trimmed_and_read() {
        assertThat(given(" a b ").text(NAME)).contains("a b");
        assertThat(given("a, b,,c ").list(NAME)).containsExactly("a", "b", "c");
        assertThat(given("P1DT2H").duration(NAME, "PT1S")).isEqualTo(Duration.ofHours(26));
        assertThat(given("9").number(NAME, 7, 1, 9)).isEqualTo(9);
        assertThat(given("OFF").oneOf(NAME, "on", "off", true)).isFalse();
        assertThat(given("https://accounts.example.org/x").url(NAME)).isEqualTo(URI.create("https://accounts.example.org/x"));
    }

    @Test
    void what_is_required_and_not_set_is_refused() {
        assertRefused(() -> ConfiguredBy.settings(Map.of()).required(NAME), "must be set");
        assertRefused(() -> given(" ").url(NAME), "must be set");
    }

    @ParameterizedTest
    @CsvSource({"PT0S, must be more than zero", "-PT1S, must be more than zero", "5 minutes, must be an ISO-8601 duration such as PT5M",
            "P1M, must be an ISO-8601 duration such as PT5M", "P999999D, must be less than 292 years"})
    void a_duration_is_refused(String value, String why) {
        assertRefused(() -> given(value).duration(NAME, "PT5M"), why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "10", "-1", "2.5", "seven", "99999999999"})
    void a_number_is_refused(String value) {
        assertRefused(() -> given(value).number(NAME, 7, 1, 9), "must be a whole number from 1 to 9");
    }

    @Test
    void a_switch_that_is_neither_is_refused() {
        assertRefused(() -> given("yes").oneOf(NAME, "on", "off", true), "must be on or off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"accounts.example.org", "/path", "ftp://example.org", "http://", "https://a b", "https://example.org?x=1", "https://example.org#x", "https://anna:secret@example.org"})
    void a_URL_is_refused(String value) {
        assertRefused(() -> given(value).url(NAME), "must be an absolute http or https URL");
    }

    @Test
    void a_refusal_names_the_property_and_its_environment_name_and_never_the_value() {
        assertThatThrownBy(() -> given("s3cret").number(NAME, 1, 1, 9)).isInstanceOf(BadSetting.class)
                .hasMessage("notechondria.some.thing must be a whole number from 1 to 9 (environment: NOTECHONDRIA_SOME_THING)");
    }

    @Test
    void a_name_that_nothing_asked_for_is_unknown_in_either_form() {
        Settings settings = ConfiguredBy.settings(Map.of(NAME, "x", "notechondria.some.thin", "y", "NOTECHONDRIA_SOME_THING", "x", "NOTECHONDRIA_OTHER", "z",
                "java.home", "/"));
        settings.text(NAME);
        assertThat(settings.unknown()).containsExactly("NOTECHONDRIA_OTHER", "notechondria.some.thin");
    }

    @Test
    void a_group_is_found_by_one_member_in_either_form_and_its_misspelt_members_are_unknown() {
        Settings settings = ConfiguredBy.settings(Map.of("notechondria.family.anna.name", "a", "NOTECHONDRIA_FAMILY_AUNT_BEA_NAME", "b", "notechondria.family.carl.nam", "c",
                "notechondria.family.name", "d"));
        assertThat(settings.groupsBelow("notechondria.family.", "name")).containsExactly("anna", "aunt-bea");
        settings.text("notechondria.family.aunt-bea.name");
        assertThat(settings.unknown()).containsExactly("notechondria.family.anna.name", "notechondria.family.carl.nam", "notechondria.family.name");
    }

    private static Settings given(String value) {
        return ConfiguredBy.settings(Map.of(NAME, value));
    }

    private static void assertRefused(ThrowingCallable read, String why) {
        assertThatThrownBy(read).isInstanceOf(BadSetting.class).hasMessageStartingWith(NAME + " " + why);
    }
}
