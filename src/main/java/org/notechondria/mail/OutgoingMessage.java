package org.notechondria.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Properties;

/** A letter in its envelope: one recipient, text and HTML as alternatives. Sent again it is the same message, with the same id and file name. */
final class OutgoingMessage extends MimeMessage {
    private static final DateTimeFormatter SORTABLE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int NAME_PART = 100;
    private static final Session NO_SERVER = Session.getInstance(new Properties());
    private final String messageId;
    private final String fileName;

    /**
     * @param id      the row's
     * @param posted  when it was put into the outbox
     * @throws Undeliverable when the recipient is no address of exactly one mailbox
     */
    OutgoingMessage(InternetAddress from, String recipient, Letter letter, long id, Instant posted) throws MessagingException, Undeliverable {
        super(NO_SERVER);
        String when = SORTABLE.format(posted);
        messageId = "<" + when + "." + id + "@" + domain(from) + ">";
        fileName = when + "-" + inFileName(recipient) + "-" + id + ".eml";
        setFrom(from);
        setRecipient(Message.RecipientType.TO, mailbox(recipient));
        setSubject(letter.subject(), StandardCharsets.UTF_8.name());
        setSentDate(Date.from(posted));
        setHeader("Auto-Submitted", "auto-generated"); // no out-of-office answers
        setContent(new MimeMultipart("alternative", part(letter.text(), "plain"), part(letter.html(), "html")));
        saveChanges();
    }

    String fileName() {
        return fileName;
    }

    static String domain(InternetAddress address) {
        return address.getAddress().substring(address.getAddress().lastIndexOf('@') + 1);
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }

    private static MimeBodyPart part(String words, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(words.replace("\n", "\r\n"), StandardCharsets.UTF_8.name(), subtype);
        part.setHeader("Content-Transfer-Encoding", "quoted-printable"); // never base64: an administrator reads the files
        return part;
    }

    private static InternetAddress mailbox(String recipient) throws Undeliverable {
        try {
            int at = recipient.lastIndexOf('@');
            String ascii = recipient.substring(0, at + 1) + IDN.toASCII(recipient.substring(at + 1));
            InternetAddress address = new InternetAddress(ascii, true);
            if (at < 1 || !ascii.equals(address.getAddress()) || !ascii.chars().allMatch(c -> c > ' ' && c < 127)) {
                throw new AddressException();
            }
            return address;
        } catch (AddressException | IllegalArgumentException unusable) {
            throw new Undeliverable("its recipient is no mail address");
        }
    }

    private static String inFileName(String recipient) {
        String safe = recipient.replaceAll("[^A-Za-z0-9@._+-]", "_");
        return safe.substring(0, Math.min(NAME_PART, safe.length()));
    }
}
