package org.notechondria.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** The outbox in the application itself: what commits is mailed, what rolls back is not, and the database shows no code. */
@ArquillianTest
class OutboxInContainerIT {
    private static final String CODE = "580216";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    private Outbox outbox;
    @Inject
    private MailSettings settings;
    @Inject
    private UserTransaction transaction;
    @Resource(lookup = "jdbc/notechondria")
    private DataSource database;

    private static String somebody() {
        return "outbox-" + UUID.randomUUID() + "@example.org";
    }

    private static Mail mailTo(String address) {
        return Mail.verifyRegistration(address, "anna", CODE, Duration.ofMinutes(10));
    }

    private List<Path> filesFor(String address) throws IOException {
        if (!Files.isDirectory(settings.directory())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(settings.directory())) {
            return files.filter(file -> file.toString().endsWith(".eml") && file.toString().contains(address)).toList();
        }
    }

    private List<Path> awaitFilesFor(String address) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (filesFor(address).isEmpty() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        return filesFor(address);
    }

    /** The row as a dump would show it, in every form; empty when there is none. */
    private String dumpOf(String address) throws SQLException {
        try (Connection connection = database.getConnection(); PreparedStatement select = connection.prepareStatement(
                "SELECT o::text || encode(sealed, 'escape') || encode(sealed, 'hex') || encode(sealed, 'base64') FROM outbox o WHERE recipient = ?")) {
            select.setString(1, address);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    @Test
    void what_commits_is_mailed_once_and_its_row_is_gone() throws Exception {
        String address = somebody();
        outbox.put(mailTo(address));
        List<Path> files = awaitFilesFor(address);
        assertEquals(1, files.size());
        assertTrue(Files.readAllLines(files.get(0)).contains(CODE));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!dumpOf(address).isEmpty() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        assertEquals("", dumpOf(address));
    }

    @Test
    void what_rolls_back_is_not_mailed() throws Exception {
        String never = somebody();
        String later = somebody();
        transaction.begin();
        outbox.put(mailTo(never));
        assertFalse(dumpOf(never).isEmpty());
        transaction.rollback();
        outbox.put(Mail.passwordChanged(later, "anna"));
        assertEquals(1, awaitFilesFor(later).size());
        assertEquals(List.of(), filesFor(never));
    }

    @Test
    void A25_a_database_dump_does_not_hold_the_code() throws Exception {
        String address = somebody();
        transaction.begin();
        try {
            outbox.put(mailTo(address));
            String dump = dumpOf(address);
            assertTrue(dump.contains(address));
            assertFalse(dump.contains(CODE));
            assertFalse(dump.contains(HexFormat.of().formatHex(CODE.getBytes(StandardCharsets.US_ASCII))));
        } finally {
            transaction.rollback();
        }
    }

    @Test
    void without_a_mail_server_an_administrator_hands_codes_over() {
        assertTrue(outbox.deliveryFallback());
    }

    @Test
    void the_application_server_speaks_smtp_and_a_closed_port_is_no_more_than_a_closed_port() throws Exception {
        int port;
        try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = reserved.getLocalPort();
        }
        InternetAddress from = settings.from();
        MailSettings withServer = new MailSettings("127.0.0.1", port, "", "", from, settings.directory());
        OutgoingMessage message = new OutgoingMessage(from, somebody(), mailTo(somebody()).written(), 1, Instant.EPOCH);
        MessagingException failed = assertThrows(MessagingException.class, () -> new SmtpServer(withServer, SmtpServer.Timeouts.USUAL).carry(message));
        assertInstanceOf(ConnectException.class, failed.getNextException());
    }
}
