package org.notechondria.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever mistypes a setting is told the one that was meant. */
class NearestNameTest {
    private static final List<String> KNOWN = List.of("notechondria.session.idle-timeout", "notechondria.session.absolute-timeout", "notechondria.mail.from", "notechondria.mail.smtp-host");

    @ParameterizedTest
    @CsvSource({"notechondria.session.idle-timout, notechondria.session.idle-timeout",
            "NOTECHONDRIA_SESSION_ABSOLUT_TIMEOUT, notechondria.session.absolute-timeout",
            "notechondria.session.idle.timeout, notechondria.session.idle-timeout",
            "NOTECHONDRIA_SMTP_HOST, notechondria.mail.smtp-host",
            "notechondria.mail.form, notechondria.mail.from"})
    void the_nearest_name_has_the_fewest_letters_to_change_in_either_form(String typed, String meant) {
        assertThat(NearestName.among(KNOWN, typed)).isEqualTo(meant);
    }
}
