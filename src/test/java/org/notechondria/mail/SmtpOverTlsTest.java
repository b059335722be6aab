package org.notechondria.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Properties;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the configured password is told, against a server whose certificate says 127.0.0.1 and is trusted by those tests that say so (I9). */
@Timeout(30)
class SmtpOverTlsTest {
    private static final char[] KEY_STORE_PASSWORD = "changeit".toCharArray();
    private static final int TLS_FROM_THE_FIRST_BYTE = 465;
    private static final String[] PASSWORD_AND_MAIL = {"tls EHLO accounts.example.org",
        "tls AUTH PLAIN " + Base64.getEncoder().encodeToString("anna\0anna\0hush".getBytes(StandardCharsets.US_ASCII)),
        "tls MAIL FROM:<noreply@accounts.example.org>", "tls RCPT TO:<anna@example.org>", "tls DATA"};
    private static SSLContext certified;

    @BeforeAll
    static void a_certificate_of_today(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("smtp.p12");
        Process made = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "smtp", "-keyalg", "EC", "-dname", "CN=mail",
                "-ext", "san=ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", new String(KEY_STORE_PASSWORD)).redirectErrorStream(true).start();
        String told = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(told).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stored = Files.newInputStream(file)) {
            keys.load(stored, KEY_STORE_PASSWORD);
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("smtp", keys.getCertificate("smtp"));
        KeyManagerFactory ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        ours.init(keys, KEY_STORE_PASSWORD);
        TrustManagerFactory theirs = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        theirs.init(trusted);
        certified = SSLContext.getInstance("TLS");
        certified.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
    }

    /** As it is configured, and with this trust in the place of the machine's. */
    private static Properties trusting(MailSettings settings, SSLSocketFactory trust) {
        Properties properties = SmtpServer.properties(settings, SmtpServer.Timeouts.USUAL);
        properties.put("mail.smtp.ssl.socketFactory", trust);
        return properties;
    }

    private static SSLSocketFactory trustOfTheMachine() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }

    /** Port 465, without being it: only an administrator may listen there. */
    private static Properties at465(int port, SSLSocketFactory trust) throws AddressException {
        Properties properties = trusting(SmtpServerTest.settings(TLS_FROM_THE_FIRST_BYTE, "anna"), trust);
        properties.setProperty("mail.smtp.ssl.socketFactory.port", Integer.toString(port));
        properties.setProperty("mail.smtp.socketFactory.fallback", "false"); // nor is the true 465 asked when this refuses
        return properties;
    }

    @Test
    void the_user_is_named_after_STARTTLS_and_the_mail_is_taken() throws Exception {
        try (TlsSmtp server = new TlsSmtp(certified, false)) {
            MailSettings settings = SmtpServerTest.settings(server.port(), "anna");
            new SmtpServer(settings, trusting(settings, certified.getSocketFactory())).carry(SmtpServerTest.message("anna@example.org"));
            assertThat(server.said()).startsWith("EHLO accounts.example.org", "STARTTLS");
            assertThat(server.said().subList(2, server.said().size())).startsWith(PASSWORD_AND_MAIL);
        }
    }

    @Test
    void on_port_465_nothing_is_said_before_TLS() throws Exception {
        try (TlsSmtp server = new TlsSmtp(certified, true)) {
            MailSettings settings = SmtpServerTest.settings(TLS_FROM_THE_FIRST_BYTE, "anna");
            new SmtpServer(settings, at465(server.port(), certified.getSocketFactory())).carry(SmtpServerTest.message("anna@example.org"));
            assertThat(server.said()).startsWith(PASSWORD_AND_MAIL);
        }
    }

    @ParameterizedTest
    @CsvSource({"465, true", "587, false", "25, false", "2465, false"})
    void port_465_alone_is_TLS_from_the_first_byte(int port, String fromTheFirstByte) throws AddressException {
        assertThat(SmtpServer.properties(SmtpServerTest.settings(port, "anna"), SmtpServer.Timeouts.USUAL)).containsEntry("mail.smtp.ssl.enable", fromTheFirstByte);
    }

    @Test
    void I9_a_server_whose_certificate_nobody_trusts_is_told_no_user_and_no_password() throws Exception {
        TlsSmtp server = new TlsSmtp(certified, false);
        try (server) {
            SmtpServer smtp = new SmtpServer(SmtpServerTest.settings(server.port(), "anna"), SmtpServer.Timeouts.USUAL);
            assertThatThrownBy(() -> smtp.carry(SmtpServerTest.message("anna@example.org"))).isInstanceOf(MessagingException.class).hasMessageContaining("TLS");
        }
        assertThat(server.said()).containsExactly("EHLO accounts.example.org", "STARTTLS");
    }

    @Test
    void I9_neither_is_one_on_port_465() throws Exception {
        TlsSmtp server = new TlsSmtp(certified, true);
        try (server) {
            SmtpServer smtp = new SmtpServer(SmtpServerTest.settings(TLS_FROM_THE_FIRST_BYTE, "anna"), at465(server.port(), trustOfTheMachine()));
            assertThatThrownBy(() -> smtp.carry(SmtpServerTest.message("anna@example.org"))).isInstanceOf(MessagingException.class);
        }
        assertThat(server.said()).isEmpty();
    }

    @Test
    void I9_neither_is_one_with_the_trusted_certificate_of_another_host() throws Exception {
        TlsSmtp server = new TlsSmtp(certified, false);
        try (server) {
            MailSettings settings = new MailSettings("localhost", server.port(), "anna", "hush", new InternetAddress("noreply@accounts.example.org"), Path.of("unused"));
            SmtpServer smtp = new SmtpServer(settings, trusting(settings, certified.getSocketFactory()));
            assertThatThrownBy(() -> smtp.carry(SmtpServerTest.message("anna@example.org"))).isInstanceOf(MessagingException.class).hasMessageContaining("TLS");
        }
        assertThat(server.said()).containsExactly("EHLO accounts.example.org", "STARTTLS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void without_a_user_there_is_no_password_to_lose_and_any_certificate_is_better_than_none(String host) throws Exception {
        try (TlsSmtp server = new TlsSmtp(certified, false)) {
            MailSettings settings = new MailSettings(host, server.port(), "", "", new InternetAddress("noreply@accounts.example.org"), Path.of("unused"));
            new SmtpServer(settings, SmtpServer.Timeouts.USUAL).carry(SmtpServerTest.message("anna@example.org"));
            assertThat(server.said()).startsWith("EHLO accounts.example.org", "STARTTLS", "tls EHLO accounts.example.org", "tls MAIL FROM:<noreply@accounts.example.org>");
        }
    }
}
