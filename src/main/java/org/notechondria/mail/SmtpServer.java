package org.notechondria.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.time.Duration;
import java.util.Properties;

/** Hands mail to the configured SMTP server, one connection for each, within bounded time. */
final class SmtpServer implements Carrier {
    private static final int TLS_FROM_THE_FIRST_BYTE = 465;

    /** How long one step may take. */
    record Timeouts(Duration connect, Duration read, Duration write) {
        static final Timeouts USUAL = new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(10));
    }

    private final MailSettings settings;
    private final Session session;

    SmtpServer(MailSettings settings, Timeouts timeouts) {
        this(settings, properties(settings, timeouts));
    }

    /** @param properties  those of {@link #properties}, and what tests add: whom to trust */
    SmtpServer(MailSettings settings, Properties properties) {
        this.settings = settings;
        this.session = Session.getInstance(properties);
    }

    @Override
    public void carry(OutgoingMessage message) throws MessagingException, Undeliverable {
        Transport transport = session.getTransport("smtp");
        try {
            transport.connect(settings.smtpHost(), settings.smtpPort(), orNull(settings.smtpUser()), orNull(settings.smtpPassword()));
            transport.sendMessage(message, message.getAllRecipients());
        } catch (SendFailedException refused) {
            if (refused.getInvalidAddresses() != null && refused.getInvalidAddresses().length > 0) {
                throw new Undeliverable("the mail server refuses the recipient for good");
            }
            throw refused;
        } finally {
            hangUp(transport);
        }
    }

    private static void hangUp(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException alreadyGone) {
            // Whether the mail was taken is decided: a goodbye that fails must not send it twice.
        }
    }

    static Properties properties(MailSettings settings, Timeouts timeouts) {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.connectiontimeout", Long.toString(timeouts.connect().toMillis()));
        properties.setProperty("mail.smtp.timeout", Long.toString(timeouts.read().toMillis()));
        properties.setProperty("mail.smtp.writetimeout", Long.toString(timeouts.write().toMillis()));
        properties.setProperty("mail.smtp.quitwait", "false");
        properties.setProperty("mail.smtp.from", settings.from().getAddress());
        properties.setProperty("mail.smtp.localhost", OutgoingMessage.domain(settings.from()));
        boolean user = settings.hasUser();
        properties.setProperty("mail.smtp.auth", Boolean.toString(user));
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(settings.smtpPort() == TLS_FROM_THE_FIRST_BYTE));
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(user));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", Boolean.toString(user));
        if (!user) {
            properties.setProperty("mail.smtp.ssl.trust", "*"); // plain text would do as well: a relay's own certificate is no reason to fail
        }
        return properties;
    }

    private static String orNull(String value) {
        return value.isEmpty() ? null : value;
    }
}
