package org.notechondria.credential;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.notechondria.configuration.SecretKey;

/** Six ASCII digits, and what their digest is bound to. */
class OneTimeCodeTest {
    private final SecretKey key = new SecretKey(new byte[32]);
    private final OneTimeCode code = OneTimeCode.parse("012345").orElseThrow();

    @Test
    void a_fresh_code_is_six_ascii_digits_and_not_always_the_same() {
        assertThat(java.util.stream.Stream.generate(() -> OneTimeCode.random().forMail()).limit(200)).allMatch(digits -> digits.matches("[0-9]{6}"))
                .satisfies(all -> assertThat(all.stream().distinct().count()).isGreaterThan(190));
    }

    @ParameterizedTest
    @ValueSource(strings = {"012345", " 012345\n", "\u00A0012345\u3000"})
    void white_space_around_it_is_what_people_paste(String typed) {
        assertThat(OneTimeCode.parse(typed).orElseThrow().forMail()).isEqualTo("012345");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345", "1234567", "01234a", "012 345", "\u0660\u0661\u0662\u0663\u0664\u0665", "\uFF10\uFF11\uFF12\uFF13\uFF14\uFF15"})
    void anything_else_is_no_code(String typed) {
        assertThat(OneTimeCode.parse(typed)).isEmpty();
    }

    @Test
    void the_digest_is_bound_to_key_purpose_subject_and_context() {
        byte[] digest = code.digest(key, CodePurpose.IDENTITY, "user:17", "");
        assertThat(digest).hasSize(32).isEqualTo(code.digest(key, CodePurpose.IDENTITY, "user:17", ""));
        assertThat(digest).isNotEqualTo(code.digest(key, CodePurpose.PASSWORD_RESET, "user:17", ""))
                .isNotEqualTo(code.digest(key, CodePurpose.IDENTITY, "user:1", "7"))
                .isNotEqualTo(code.digest(key, CodePurpose.IDENTITY, "user:17", "anna@example.org"))
                .isNotEqualTo(code.digest(new SecretKey(new byte[33]), CodePurpose.IDENTITY, "user:17", ""))
                .isNotEqualTo(OneTimeCode.parse("012346").orElseThrow().digest(key, CodePurpose.IDENTITY, "user:17", ""));
    }

    @Test
    void parts_that_meet_when_joined_do_not_meet_in_the_digest() {
        assertThat(code.digest(key, CodePurpose.EMAIL_CHANGE, "user:1", "2:x")).isNotEqualTo(code.digest(key, CodePurpose.EMAIL_CHANGE, "user:12", ":x"));
        assertThat(code.digest(key, CodePurpose.EMAIL_CHANGE, "a|b", "c")).isNotEqualTo(code.digest(key, CodePurpose.EMAIL_CHANGE, "a", "b|c"));
    }

    @Test
    void I9_it_prints_as_stars() {
        assertThat(code).hasToString("****");
    }
}
