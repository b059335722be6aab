package org.notechondria.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.notechondria.configuration.BadSetting;
import org.notechondria.configuration.PublicUrl;
import org.notechondria.configuration.Settings;

class MailSettingsTest {

    /** What is configured, without the server that usually reads it. */
    private static MailSettings of(Map<String, String> configured) {
        return new MailSettings(new Settings() {
            @Override
            public Optional<String> text(String name) {
                return Optional.ofNullable(configured.get(name.replace("notechondria.mail.", "")));
            }
        }, new PublicUrl(URI.create("https://accounts.example.org")));
    }

    @Test
    void without_any_setting_mail_goes_to_a_folder() {
        MailSettings settings = of(Map.of());
        assertThat(settings.hasServer()).isFalse();
        assertThat(settings.from().getAddress()).isEqualTo("noreply@accounts.example.org");
        assertThat(settings.directory()).isEqualTo(Path.of(System.getProperty("java.io.tmpdir"), "notechondria-mail"));
    }

    @Test
    void every_setting_is_read() {
        MailSettings settings = of(Map.of("smtp-host", "smtp.example.org", "smtp-port", "2525", "smtp-user", "anna", "smtp-password", "hush",
                "from", "Notechondria <hello@example.org>", "directory", "/var/mails"));
        assertThat(settings.smtpHost()).isEqualTo("smtp.example.org");
        assertThat(settings.smtpPort()).isEqualTo(2525);
        assertThat(settings.smtpUser()).isEqualTo("anna");
        assertThat(settings.smtpPassword()).isEqualTo("hush");
        assertThat(settings.from().getAddress()).isEqualTo("hello@example.org");
        assertThat(settings.from().getPersonal()).isEqualTo("Notechondria");
        assertThat(settings.directory()).isEqualTo(Path.of("/var/mails"));
    }

    @Test
    void the_port_is_587_with_a_user_and_25_without() {
        assertThat(of(Map.of("smtp-host", "smtp.example.org")).smtpPort()).isEqualTo(25);
        assertThat(of(Map.of("smtp-host", "smtp.example.org", "smtp-user", "anna", "smtp-password", "hush")).smtpPort()).isEqualTo(587);
    }

    @Test
    void I9_the_password_is_not_printed() {
        assertThat(of(Map.of("smtp-host", "smtp.example.org", "smtp-user", "anna", "smtp-password", "hush")).toString())
                .isEqualTo("MailSettings[smtp.example.org:587, ****]");
    }

    @ParameterizedTest
    @CsvSource({"smtp-port,0", "smtp-port,65536", "smtp-port,smtp", "smtp-host,smtp.example.org:25", "smtp-host,two words",
        "from,nobody", "from,'a@example.org, b@example.org'", "from,@example.org", "smtp-password,hush"})
    void a_wrong_value_is_refused(String name, String value) {
        assertThatThrownBy(() -> of(Map.of(name, value))).isInstanceOf(BadSetting.class).hasMessageStartingWith("notechondria.mail.")
                .hasMessageNotContaining("hush");
    }

    @Test
    void a_user_needs_a_password_and_a_server() {
        assertThatThrownBy(() -> of(Map.of("smtp-host", "smtp.example.org", "smtp-user", "anna"))).isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("notechondria.mail.smtp-password must be set");
        assertThatThrownBy(() -> of(Map.of("smtp-user", "anna", "smtp-password", "hush"))).isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("notechondria.mail.smtp-host must be set");
    }

    @Test
    void a_public_url_with_an_ipv6_address_still_gives_a_sender() {
        MailSettings settings = new MailSettings(new Settings() {
            @Override
            public Optional<String> text(String name) {
                return Optional.empty();
            }
        }, new PublicUrl(URI.create("http://[::1]:8080")));
        assertThat(settings.from().getAddress()).isEqualTo("noreply@localhost");
    }
}
