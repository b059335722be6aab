package org.notechondria.support;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the {@code .eml} files that an application without a mail server writes: what a person would find in the mail. */
public final class MailBox {
    private static final Pattern CODE = Pattern.compile("(?m)^([0-9]{6})\\s*$");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final String RUN = UUID.randomUUID().toString();

    /** A mail is written whole and never again. */
    private static final Map<Path, Received> READ = new ConcurrentHashMap<>();

    private final Path folder;

    public MailBox(Path folder) {
        this.folder = folder;
    }

    /** Of the one deployment that the container tests share; other runs have other folders. */
    public static MailBox ofTheDeployment() {
        return new MailBox(Path.of(System.getProperty("notechondria.war")).resolveSibling("test-mail").resolve(RUN));
    }

    /** One mail, read whole. */
    public record Received(Path file, List<String> recipients, String subject, String text, String html) {
    }

    public Path folder() {
        return folder;
    }

    /** What has arrived until now, oldest first. */
    public List<Received> mailsTo(String address) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".eml")).sorted().map(file -> READ.computeIfAbsent(file, MailBox::read))
                    .filter(mail -> mail.recipients().contains(address)).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Waits, up to 10 s, until {@code count} mails have arrived; returns all there are. */
    public List<Received> awaitMailsTo(String address, int count) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<Received> mails = mailsTo(address);
        while (mails.size() < count) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(mails.size() + " mails to " + address + " after " + PATIENCE + " instead of " + count);
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            mails = mailsTo(address);
        }
        return mails;
    }

    /** The code in the newest mail to this address, which may still be under way when there is none. */
    public String codeFor(String address) {
        return codeFor(address, 1);
    }

    /** The code in the newest mail, once at least {@code count} have arrived: for the code that follows another. */
    public String codeFor(String address, int count) {
        List<Received> mails = awaitMailsTo(address, count);
        Matcher code = CODE.matcher(mails.get(mails.size() - 1).text());
        if (!code.find()) {
            throw new AssertionError("the newest mail to " + address + " holds no code");
        }
        return code.group(1);
    }

    private static Received read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), in);
            MimeMultipart parts = (MimeMultipart) message.getContent();
            return new Received(file, Stream.of(message.getAllRecipients()).map(Object::toString).toList(), message.getSubject(),
                    content(parts.getBodyPart(0)), content(parts.getBodyPart(1)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (MessagingException noMail) {
            throw new IllegalStateException(file.toString(), noMail);
        }
    }

    private static String content(BodyPart part) throws IOException, MessagingException {
        return (String) part.getContent();
    }
}
