package org.notechondria.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left of text that people will read (A21). */
class PlainTextTest {

    @ParameterizedTest
    @CsvSource({"'a\u202eb', ab", "'a\u200fb\u2066c', abc", "'a\r\nb\u0007', ab", "'a\u2028b\u2029c', abc", "'\u001b[31mred', [31mred", "'a\ufeffb\u200bc', abc", "'\ud83da', a"})
    void what_controls_turns_round_or_breaks_lines_is_gone(String sent, String shown) {
        assertThat(PlainText.of(sent)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "caf\u00e9 \u2764\ufe0f"})
    void what_joins_two_characters_to_one_stays(String sent) {
        assertThat(PlainText.of(sent)).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({"'\u200d', ''", "'\u200d\u200ca', a", "'a \u200db', 'a b'", "'a\u00a0\u200db', 'a\u00a0b'", "'a\u200d\u200d\u200db', 'a\u200db'"})
    void joiners_that_join_nothing_are_gone(String sent, String shown) {
        assertThat(PlainText.of(sent)).isEqualTo(shown);
    }
}
