package org.notechondria.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a mail server's answers, against real connections. */
class SmtpServerTest {
    /** Greeting, EHLO, STARTTLS, two of its handshake, EHLO, AUTH and its two questions, MAIL, RCPT, DATA, and the mail itself. */
    private static final int MOST_ANSWERS = 13;
    static final SmtpServer.Timeouts SHORT = new SmtpServer.Timeouts(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(300));

    static MailSettings settings(int port, String user) throws AddressException {
        return new MailSettings("127.0.0.1", port, user, user.isEmpty() ? "" : "hush", new InternetAddress("noreply@accounts.example.org"), Path.of("unused"));
    }

    static OutgoingMessage message(String recipient) throws MessagingException, Undeliverable {
        Letter letter = Mail.passwordReset("anna@example.org", "Änne", "123456", Duration.ofMinutes(10)).written();
        return new OutgoingMessage(new InternetAddress("noreply@accounts.example.org"), recipient, letter, 17, Instant.parse("2026-11-24T10:15:00.123456Z"));
    }

    @Test
    void a_mail_arrives_with_text_and_html_for_one_recipient() throws Exception {
        GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());
        server.start();
        try {
            new SmtpServer(settings(server.getSmtp().getPort(), ""), SmtpServer.Timeouts.USUAL).carry(message("anna@example.org"));
            assertThat(server.getReceivedMessages()).hasSize(1);
            MimeMessage received = server.getReceivedMessages()[0];
            assertThat(received.getAllRecipients()).extracting(Object::toString).containsExactly("anna@example.org");
            assertThat(received.getFrom()).extracting(Object::toString).containsExactly("noreply@accounts.example.org");
            assertThat(received.getSubject()).isEqualTo("Your Notechondria code for a new password");
            assertThat(received.getMessageID()).isEqualTo("<20261124T101500.123456Z.17@accounts.example.org>");
            MimeMultipart parts = (MimeMultipart) received.getContent();
            assertThat(received.getContentType()).startsWith("multipart/alternative");
            assertThat(parts.getBodyPart(0).getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
            assertThat((String) parts.getBodyPart(0).getContent()).contains("Hello Änne,", "123456");
            assertThat(parts.getBodyPart(1).getContentType()).isEqualToIgnoringCase("text/html; charset=UTF-8");
            assertThat((String) parts.getBodyPart(1).getContent()).contains("Hello Änne,", "123456");
        } finally {
            server.stop();
        }
    }

    @Test
    void a_password_is_never_sent_to_a_server_that_offers_no_tls() throws Exception {
        GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());
        server.start();
        try {
            SmtpServer smtp = new SmtpServer(settings(server.getSmtp().getPort(), "anna"), SmtpServer.Timeouts.USUAL);
            assertThatThrownBy(() -> smtp.carry(message("anna@example.org"))).isInstanceOf(MessagingException.class).hasMessageContaining("STARTTLS");
            assertThat(server.getReceivedMessages()).isEmpty();
        } finally {
            server.stop();
        }
    }

    /**
     * Each answer in one piece, for the time counts from byte to byte. What is written before the mail fits into the connection's buffer: only the mail
     * itself can be slow to leave.
     */
    @Test
    void F19_a_server_that_takes_all_its_time_for_each_answer_is_done_before_another_node_may_send_the_mail() throws AddressException {
        SmtpServer.Timeouts usual = SmtpServer.Timeouts.USUAL;
        assertThat(usual.connect().plus(usual.read().multipliedBy(MOST_ANSWERS)).plus(usual.write())).isLessThan(DueMails.LEASE);
        Properties told = SmtpServer.properties(settings(587, "anna"), usual);
        assertThat(Stream.of("connectiontimeout", "timeout", "writetimeout").map(name -> Duration.ofMillis(Long.parseLong(told.getProperty("mail.smtp." + name)))))
                .as("none of them is for ever").containsExactly(usual.connect(), usual.read(), usual.write()).allMatch(timeout -> timeout.toMillis() > 0);
    }

    @Test
    void F19_a_closed_port_means_later() throws Exception {
        int port;
        try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = reserved.getLocalPort();
        }
        SmtpServer smtp = new SmtpServer(settings(port, ""), SHORT);
        assertThatThrownBy(() -> smtp.carry(message("anna@example.org"))).isInstanceOf(MessagingException.class);
    }

    @ParameterizedTest
    @EnumSource(value = ScriptedSmtp.Way.class, names = {"SILENT", "RECIPIENT_451", "DATA_451", "CUT_WITHIN_DATA", "SENDER_550"})
    void F19_what_may_pass_means_later_and_comes_soon(ScriptedSmtp.Way way) throws Exception {
        try (ScriptedSmtp server = new ScriptedSmtp(way)) {
            SmtpServer smtp = new SmtpServer(settings(server.port(), ""), SHORT);
            long before = System.nanoTime();
            assertThatThrownBy(() -> smtp.carry(message("anna@example.org"))).isInstanceOf(MessagingException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
            assertThat(server.taken()).isZero();
            server.behave(ScriptedSmtp.Way.WELL);
            smtp.carry(message("anna@example.org"));
        }
    }

    @Test
    void F19_a_recipient_that_is_refused_with_550_means_never() throws IOException, AddressException {
        try (ScriptedSmtp server = new ScriptedSmtp(ScriptedSmtp.Way.RECIPIENT_550)) {
            SmtpServer smtp = new SmtpServer(settings(server.port(), ""), SHORT);
            assertThatThrownBy(() -> smtp.carry(message("anna@example.org"))).isInstanceOf(Undeliverable.class).hasMessageNotContaining("anna");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna@example.org, eve@example.org", "Anna <anna@example.org>", "anna@example.org\r\nBcc: eve@example.org", "anna", "@example.org", "anna@", "än na@example.org"})
    void A21_what_is_no_address_of_one_mailbox_is_never_sent(String recipient) {
        assertThatThrownBy(() -> message(recipient)).isInstanceOf(Undeliverable.class);
    }

    @Test
    void a_domain_with_letters_beyond_ascii_is_sent_in_its_ascii_form() throws Exception {
        assertThat(message("anna@bücher.example").getAllRecipients()).extracting(Object::toString).containsExactly("anna@xn--bcher-kva.example");
    }
}
