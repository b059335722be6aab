package org.notechondria.mail;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Carries the due mails one after the other, and decides what becomes of each: gone, tried again, or given up. Thread-safe. */
final class Postman {
    private static final System.Logger LOG = System.getLogger(Postman.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final Pattern REPLY_CODE = Pattern.compile("\\b[2-5][0-9]{2}\\b");

    private final DueMails due;
    private final Seal seal;
    private final InternetAddress from;
    private final Carrier carrier;
    private volatile boolean stopped;

    Postman(DueMails due, Seal seal, InternetAddress from, Carrier carrier) {
        this.due = due;
        this.seal = seal;
        this.from = from;
        this.carrier = carrier;
    }

    /** Returns when nothing is due any more, or after the mail in hand once stopped. */
    void deliverDue() throws SQLException {
        while (!stopped) {
            Optional<DueMails.Claimed> next = due.claim();
            if (next.isEmpty()) {
                return;
            }
            deliver(next.get());
        }
    }

    void stop() {
        stopped = true;
    }

    /** 5 s, 15 s, 45 s and so on, at most 15 minutes. */
    static Duration pauseAfter(int tries) {
        long seconds = FIRST_PAUSE.toSeconds();
        for (int i = 1; i < tries && seconds < LONGEST_PAUSE.toSeconds(); i++) {
            seconds *= 3;
        }
        return Duration.ofSeconds(Math.min(seconds, LONGEST_PAUSE.toSeconds()));
    }

    private void deliver(DueMails.Claimed mail) throws SQLException {
        try {
            if (mail.tooLate()) {
                throw new Undeliverable("it is too late for it");
            }
            Letter letter = seal.open(mail.sealed(), mail.keyId(), mail.recipient());
            carrier.carry(new OutgoingMessage(from, mail.recipient(), letter, mail.id(), mail.posted()));
            due.remove(mail);
        } catch (Undeliverable given) {
            due.remove(mail);
            LOG.log(WARNING, "mail {0} ({1}) was given up: {2}", Long.toString(mail.id()), mail.template(), given.getMessage());
        } catch (MessagingException | IOException failed) {
            Duration pause = pauseAfter(mail.tries());
            due.retryIn(pause, mail);
            LOG.log(WARNING, "mail {0} ({1}) was not taken at try {2}, the next one follows in {3}: {4}",
                    Long.toString(mail.id()), mail.template(), mail.tries(), pause, withoutAddresses(failed));
        }
    }

    /** Kinds of failure and the server's reply code alone: a server quotes the recipient in its words, and a log must not. */
    private static String withoutAddresses(Exception failed) {
        StringBuilder kinds = new StringBuilder();
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            kinds.append(kinds.isEmpty() ? "" : ", ").append(cause.getClass().getSimpleName());
            Matcher code = REPLY_CODE.matcher(String.valueOf(cause.getMessage()).split("[\\r\\n]", 2)[0]);
            if (cause instanceof MessagingException && code.lookingAt()) {
                kinds.append(' ').append(code.group());
            }
        }
        return kinds.toString();
    }
}
