package org.notechondria.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    /** To addresses that nobody has. */
    private static final Set<String> TO_NOBODY = Set.of("password-reset-no-account", "resend-nothing-waits");

    static List<Mail> everyMail() {
        return List.of(
                Mail.verifyRegistration("anna@example.org", "anna", "123456", TEN_MINUTES),
                Mail.addressTakenRegistration("anna@example.org", "anna"),
                Mail.resendOwned("anna@example.org", "anna"),
                Mail.resendNothingWaits("anna@example.org"),
                Mail.passwordReset("anna@example.org", "anna", "123456", TEN_MINUTES),
                Mail.passwordResetWithoutAccount("anna@example.org"),
                Mail.identityCode("anna@example.org", "anna", "123456", TEN_MINUTES),
                Mail.emailChangeCode("anna@example.org", "anna", "123456", TEN_MINUTES),
                Mail.emailChanged("anna@example.org", "anna", "a***@example.net"),
                Mail.emailChangeTaken("anna@example.org", "anna"),
                Mail.passwordChanged("anna@example.org", "anna"),
                Mail.providerLinked("anna@example.org", "anna", "Google"));
    }

    @ParameterizedTest
    @MethodSource("everyMail")
    void every_mail_has_a_subject_and_both_parts_with_every_place_filled(Mail mail) {
        Letter letter = mail.written();
        assertThat(letter.subject()).contains("Notechondria").doesNotContain("{{", "\n", "\r");
        String greeting = TO_NOBODY.contains(mail.template()) ? "Hello," : "Hello anna,";
        assertThat(letter.text()).startsWith(greeting).doesNotContain("{{", "<");
        assertThat(letter.html()).startsWith("<!DOCTYPE html>").contains(greeting).doesNotContain("{{");
    }

    @ParameterizedTest
    @MethodSource("everyMail")
    void both_parts_say_the_same(Mail mail) {
        Letter letter = mail.written();
        String html = letter.html().replaceAll("<[^>]+>", "").replaceAll("\\s+", " ").strip();
        assertThat(html).isEqualTo(letter.text().replaceAll("\\s+", " ").strip());
    }

    @ParameterizedTest
    @MethodSource("everyMail")
    void a_code_stands_on_a_line_of_its_own_and_with_its_minutes(Mail mail) {
        if (mail.notAfter() != null) {
            assertThat(mail.written().text().lines()).contains("123456").anyMatch(line -> line.contains("within 10 minutes"));
        }
    }

    @Test
    void there_is_no_template_that_no_mail_uses() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/mail"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(
                    everyMail().stream().flatMap(mail -> Stream.of(mail.template() + ".txt", mail.template() + ".html")).toList());
        }
    }

    @Test
    void a_place_without_a_value_is_refused() {
        assertThatThrownBy(() -> Template.named("verify-registration").fill(Map.of("username", "anna", "minutes", "10")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("code");
    }

    @Test
    void an_unknown_template_is_refused() {
        assertThatThrownBy(() -> Template.named("no-such")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void A21_markup_in_a_name_is_shown_as_text_and_control_characters_and_direction_marks_are_gone() {
        Letter letter = Mail.passwordChanged("anna@example.org", "<b>&\"'\r\nBcc: eve\u202E\u001B[31m$1\\{{code}}").written();
        assertThat(letter.text()).startsWith("Hello <b>&\"'Bcc: eve[31m$1\\{{code}},\n");
        assertThat(letter.html()).contains("Hello &lt;b&gt;&amp;&quot;&#39;Bcc: eve[31m$1\\{{code}},</p>");
    }

    @Test
    void I9_neither_a_mail_nor_a_letter_prints_what_it_holds() {
        Mail mail = Mail.passwordReset("anna@example.org", "anna", "123456", TEN_MINUTES);
        assertThat(mail.toString()).isEqualTo("Mail[password-reset, ****]");
        assertThat(mail.written()).hasToString("****");
    }

    @Test
    void A21_a_recipient_with_a_line_break_is_refused() {
        assertThatThrownBy(() -> Mail.passwordChanged("anna@example.org\r\nBcc: eve@example.org", "anna")).isInstanceOf(IllegalArgumentException.class);
    }
}
