package org.notechondria.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are taken: those that a mail can be sent to. */
class EmailAddressTest {
    private static final String LABEL = "a".repeat(63);

    @ParameterizedTest
    @CsvSource({"Anna@Example.ORG, anna@example.org", "' a.b+c_d-e@x.example ', a.b+c_d-e@x.example", "anna@bücher.example, anna@bücher.example", "o'neill!#$%@x.org, o'neill!#$%@x.org", "a@localhost, a@localhost"})
    void an_address_is_kept_trimmed_and_in_lower_case(String typed, String kept) {
        assertThat(EmailAddress.parse(typed)).contains(new EmailAddress(kept));
    }

    @ParameterizedTest
    @CsvSource({"victim@ｅxample.com, victim@example.com", "victim@EXＡMPLE.com, victim@example.com", "anna@xn--bcher-kva.example, anna@bücher.example", "anna@BÜCHER.example, anna@bücher.example", "anna@xn--11b4c3d.example, anna@कॉम.example"})
    void the_spellings_of_one_domain_are_one_address(String typed, String kept) {
        assertThat(EmailAddress.parse(typed)).contains(new EmailAddress(kept));
        assertThat(EmailAddress.normalized(typed)).isEqualTo(kept);
        assertThat(EmailAddress.normalized(kept)).isEqualTo(kept);
    }

    /** Java would make them those without a sharp s or a joiner, which may be somebody else's today. */
    @ParameterizedTest
    @ValueSource(strings = {"anna@straße.example", "anna@βόλος.example"})
    void a_domain_that_newer_rules_tell_apart_is_left_as_it_is(String typed) {
        assertThat(EmailAddress.parse(typed)).contains(new EmailAddress(typed));
    }

    /** Marks in a row are put in order in quadratic time. */
    @Test
    void what_is_too_long_for_an_address_is_not_read_as_one() {
        String long64k = "x@a" + "\u0301\u0327".repeat(32_000);
        assertThat(EmailAddress.normalized(long64k)).isEqualTo(long64k);
        assertThat(EmailAddress.inAscii(long64k)).isEqualTo(long64k);
        assertThat(EmailAddress.parse(long64k)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna", "@", "anna@", "a@b@c", "a@" + "x", "a@-.-", "anna@..", "a@\u0000"})
    void whatever_is_typed_can_be_looked_up(String typed) {
        assertThat(EmailAddress.normalized(typed)).isEqualTo(typed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "anna", "@x.org", "anna@", "a@b@c", "a b@x.org", "a..b@x.org", ".a@x.org", "a.@x.org", "a@-x.org", "a@x-.org", "a@x..org", "a@[127.0.0.1]", "\"a b\"@x.org", "jürgen@example.org", "a@x.org\nBcc: b@x.org", "<a@x.org>"})
    void what_no_mail_would_reach_is_refused(String typed) {
        assertThat(EmailAddress.parse(typed)).isEmpty();
    }

    @Test
    void a_label_has_63_characters_at_most_and_an_address_254() {
        assertThat(EmailAddress.parse("a@" + LABEL + ".org")).isPresent();
        assertThat(EmailAddress.parse("a@" + LABEL + "a.org")).isEmpty();
        assertThat(EmailAddress.parse("a@" + "ü".repeat(60) + ".org")).as("60 letters, more in ASCII").isEmpty();
        assertThat(EmailAddress.parse("a".repeat(250) + "@x.org")).isEmpty();
    }
}
