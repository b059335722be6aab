package org.notechondria.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingRuleTest {

    @Test
    void lengths_are_counted_in_code_points() {
        SettingRule three = SettingRule.atMost(3);
        assertThat(three.objection("\ud83d\ude00\ud83d\ude00\ud83d\ude00")).isEmpty();
        assertThat(three.objection("abcd")).contains("Ensure this field has no more than 3 characters.");
    }

    @Test
    void a_choice_is_one_of_those_named_in_their_own_case() {
        SettingRule mode = SettingRule.oneOf("S", "L", "D");
        assertThat(mode.objection("L")).isEmpty();
        assertThat(mode.objection("l")).contains("Choose one of S, L, D.");
        assertThat(mode.objection("")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://example.org", "HTTPS://example.org/a?b=c#d", "http://localhost:8080/api/v1", "http://[::1]:8080/", "https://my_host/", "https://b\u00fccher.example/"})
    void a_link_is_http_or_https_or_none(String link) {
        assertThat(SettingRule.LINK_OR_NONE.objection(link)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "//example.org", "javascript:alert(1)", "ftp://example.org", "http:", "http://", "http:///path", "http://:80/", "http://anna@", "https://ex ample.org",
        "http:example.org", "data:text/html,x"})
    void anything_else_is_no_link(String text) {
        assertThat(SettingRule.LINK_OR_NONE.objection(text)).contains("Enter a valid URL (http or https).");
    }

    @Test
    void of_two_rules_the_first_objection_is_told() {
        SettingRule both = SettingRule.NOT_BLANK.and(SettingRule.oneOf("a"));
        assertThat(both.objection("")).contains("This field may not be blank.");
        assertThat(both.objection("b")).contains("Choose one of a.");
        assertThat(both.objection("a")).isEmpty();
    }
}
