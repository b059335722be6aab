package org.notechondria.credential;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The policy: length, the block list and the person's own names, nothing else. */
class PasswordTest {

    @Test
    void eight_to_128_code_points_are_accepted_whatever_they_are() {
        assertThat(Password.of("zq xw vk").objections()).isEmpty();
        assertThat(Password.of("\uD83D\uDC0E\uD83D\uDC0E\uD83D\uDC0E\uD83D\uDC0E\uD83D\uDC0E\uD83D\uDC0E\uD83D\uDC0E\uD83D\uDC0E").objections()).isEmpty();
        assertThat(Password.of("zqxwvkjy".repeat(16)).objections()).isEmpty();
        assertThat(Password.of("\uD83D\uDC0E".repeat(128)).objections()).isEmpty();
    }

    @Test
    void seven_and_129_code_points_are_refused() {
        assertThat(Password.of("zqxwvkj").objections()).containsExactly("This password is too short. It must contain at least 8 characters.");
        assertThat(Password.of("\uD83D\uDC0E".repeat(7)).objections()).hasSize(1);
        assertThat(Password.of("\uD83D\uDC0E".repeat(129)).objections()).containsExactly("This password is too long. It must contain at most 128 characters.");
    }

    @Test
    void white_space_around_it_does_not_count() {
        assertThat(Password.of(" \u00A0zqxwvkj\u3000 ").objections()).hasSize(1);
    }

    @Test
    void a_common_password_is_refused_in_any_case() {
        assertThat(Password.of("password1").objections()).containsExactly("This password is too common.");
        assertThat(Password.of("PassWord1").objections()).containsExactly("This password is too common.");
    }

    @Test
    void the_persons_own_name_and_address_are_refused_in_any_case() {
        assertThat(Password.of("Anna-of-Weimar").objections("anna-of-weimar", "anna@example.org")).hasSize(1);
        assertThat(Password.of("ANNA@example.org").objections("anna-of-weimar", "anna@example.org")).hasSize(1);
        assertThat(Password.of("anna@example.org.").objections("anna-of-weimar", "anna@example.org")).isEmpty();
    }

    @Test
    void every_objection_is_named() {
        assertThat(Password.of("qwerty").objections()).hasSize(2);
    }

    @Test
    void the_block_list_has_at_least_3000_entries_that_the_length_alone_would_accept() {
        assertThat(CommonPasswords.folded()).filteredOn(entry -> entry.length() >= 8).hasSizeGreaterThanOrEqualTo(3000);
    }

    @Test
    void I9_it_prints_as_stars() {
        assertThat(Password.of("zq xw vk")).hasToString("****");
    }

    @Test
    void what_everybody_knows_of_a_person_is_no_password_in_any_case() {
        assertThat(Password.of(" Anna-Of-Norwich ").objections("anna-of-norwich", "anna@example.org")).containsExactly("This password must differ from the user name and the email address.");
        assertThat(Password.of("anna-of-norwich-91").objections("anna-of-norwich", "anna@example.org")).isEmpty();
    }
}
