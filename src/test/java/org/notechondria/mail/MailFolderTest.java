package org.notechondria.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.notechondria.support.MailBox;

class MailFolderTest {
    private static final Instant POSTED = Instant.parse("2026-11-24T10:15:00.123456Z");
    @TempDir
    private Path home;

    private static OutgoingMessage message(String recipient, String code, long id) throws MessagingException, Undeliverable {
        Letter letter = Mail.verifyRegistration(recipient, "Änne", code, Duration.ofMinutes(10)).written();
        return new OutgoingMessage(new InternetAddress("noreply@accounts.example.org"), recipient, letter, id, POSTED);
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void a_mail_becomes_one_file_whose_name_sorts_by_time() throws Exception {
        Path folder = home.resolve("made/when/missing");
        new MailFolder(folder).carry(message("anna@example.org", "123456", 17));
        assertThat(namesIn(folder)).containsExactly("20261124T101500.123456Z-anna@example.org-17.eml");
    }

    @Test
    void a_recipient_can_not_lead_out_of_the_folder() throws Exception {
        new MailFolder(home.resolve("mail")).carry(message("/a/b@example.org", "123456", 17));
        assertThat(namesIn(home.resolve("mail"))).containsExactly("20261124T101500.123456Z-_a_b@example.org-17.eml");
    }

    @Test
    void I9_only_its_owner_reads_folder_and_file() throws Exception {
        Path folder = home.resolve("mail");
        new MailFolder(folder).carry(message("anna@example.org", "123456", 17));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(namesIn(folder).get(0))))).isEqualTo("rw-------");
    }

    @Test
    void the_code_can_be_found_with_grep_and_the_mail_can_be_read() throws Exception {
        new MailFolder(home).carry(message("anna@example.org", "123456", 17));
        assertThat(Files.readAllLines(home.resolve(namesIn(home).get(0)))).contains("123456", "To: anna@example.org")
                .noneMatch(line -> line.contains("base64"));
        MailBox box = new MailBox(home);
        assertThat(box.codeFor("anna@example.org")).isEqualTo("123456");
        assertThat(box.mailsTo("anna@example.org")).singleElement().satisfies(mail -> {
            assertThat(mail.text()).contains("Hello Änne,");
            assertThat(mail.html()).contains("Hello Änne,");
        });
        assertThat(box.mailsTo("eve@example.org")).isEmpty();
    }

    @Test
    void a_mail_that_is_written_again_replaces_itself() throws Exception {
        MailFolder folder = new MailFolder(home);
        folder.carry(message("anna@example.org", "123456", 17));
        folder.carry(message("anna@example.org", "123456", 17));
        assertThat(namesIn(home)).hasSize(1);
    }

    @Test
    void F19_a_folder_that_can_not_be_written_means_later() throws IOException {
        Path file = Files.createFile(home.resolve("a-file"));
        assertThatThrownBy(() -> new MailFolder(file.resolve("mail")).carry(message("anna@example.org", "123456", 17))).isInstanceOf(IOException.class);
    }
}
