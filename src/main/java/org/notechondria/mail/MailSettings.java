package org.notechondria.mail;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.notechondria.configuration.BadSetting;
import org.notechondria.configuration.FeatureSettings;
import org.notechondria.configuration.PublicUrl;
import org.notechondria.configuration.Settings;

/**
 * How mail leaves this server: through an SMTP server or, where none is configured, as files for an administrator to hand over.
 *
 * @param smtpHost      {@code notechondria.mail.smtp-host}; default none (empty)
 * @param smtpPort      {@code notechondria.mail.smtp-port}, 1 to 65535; default 587, 25 without a user. 465 is TLS from the first byte
 * @param smtpUser      {@code notechondria.mail.smtp-user}; default none (empty). With a user STARTTLS is required, without one it is used when offered
 * @param smtpPassword  {@code notechondria.mail.smtp-password}; required with a user
 * @param from          {@code notechondria.mail.from}, an address, with or without a name before it; default {@code noreply@} the host of the public URL
 * @param directory     {@code notechondria.mail.directory}, where the {@code .eml} files go; default {@code notechondria-mail} below {@code java.io.tmpdir}
 */
@Dependent
public record MailSettings(String smtpHost, int smtpPort, String smtpUser, String smtpPassword, InternetAddress from, Path directory) implements FeatureSettings {
    private static final String HOST = "notechondria.mail.smtp-host";
    private static final String USER = "notechondria.mail.smtp-user";
    private static final String PASSWORD = "notechondria.mail.smtp-password";
    private static final String FROM = "notechondria.mail.from";
    private static final String DIRECTORY = "notechondria.mail.directory";
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]+]?");

    @Inject
    MailSettings(Settings settings, PublicUrl publicUrl) {
        this(settings.text(HOST, ""),
                settings.number("notechondria.mail.smtp-port", settings.text(USER).isPresent() ? 587 : 25, 1, 65_535),
                settings.text(USER, ""), settings.text(PASSWORD, ""),
                address(settings.text(FROM, "noreply@" + domain(publicUrl))),
                folder(settings.text(DIRECTORY, Path.of(System.getProperty("java.io.tmpdir"), "notechondria-mail").toString())));
        if (hasServer() && !HOST_NAME.matcher(smtpHost).matches()) {
            throw new BadSetting(HOST, "must be a host name or an address, without a port");
        }
        if (hasUser() && !hasServer()) {
            throw new BadSetting(HOST, "must be set when " + USER + " is");
        }
        if (hasUser() == smtpPassword.isEmpty()) {
            throw new BadSetting(hasUser() ? PASSWORD : USER, "must be set when " + (hasUser() ? USER : PASSWORD) + " is");
        }
    }

    boolean hasServer() {
        return !smtpHost.isEmpty();
    }

    boolean hasUser() {
        return !smtpUser.isEmpty();
    }

    @Override
    public String toString() {
        return "MailSettings[" + (hasServer() ? smtpHost + ":" + smtpPort : directory) + ", ****]";
    }

    private static String domain(PublicUrl publicUrl) {
        String host = publicUrl.root().getHost();
        return host.startsWith("[") ? "localhost" : host; // a URL's form of an IPv6 address is none of a mail address
    }

    private static InternetAddress address(String given) {
        try {
            InternetAddress address = new InternetAddress(given, true);
            if (address.getAddress().indexOf('@') < 1 || given.chars().anyMatch(Character::isISOControl)) {
                throw new AddressException();
            }
            return address;
        } catch (AddressException unusable) {
            throw new BadSetting(FROM, "must be one e-mail address such as noreply@example.org");
        }
    }

    private static Path folder(String given) {
        try {
            return Path.of(given).toAbsolutePath();
        } catch (InvalidPathException unusable) {
            throw new BadSetting(DIRECTORY, "must be a folder's path");
        }
    }
}
