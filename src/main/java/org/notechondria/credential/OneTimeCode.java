package org.notechondria.credential;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.notechondria.body.Fields;
import org.notechondria.configuration.SecretKey;

/** The secret that a mail carries: 6 ASCII digits, for one subject, one purpose, one use. Stored only as a keyed digest, never printed. Immutable. */
public final class OneTimeCode {
    private static final Pattern FORM = Pattern.compile("[0-9]{6}");
    private static final int HOW_MANY = 1_000_000;
    private static final SecureRandom RANDOM = new SecureRandom();
    private final String digits;

    private OneTimeCode(String digits) {
        this.digits = digits;
    }

    static OneTimeCode random() {
        return new OneTimeCode(String.format(Locale.ROOT, "%06d", RANDOM.nextInt(HOW_MANY)));
    }

    /** What was typed, trimmed; empty for anything but 6 ASCII digits. */
    static Optional<OneTimeCode> parse(String typed) {
        String trimmed = Fields.trim(typed);
        return FORM.matcher(trimmed).matches() ? Optional.of(new OneTimeCode(trimmed)) : Optional.empty();
    }

    /** The digits, for the mail that carries them and nothing else. */
    public String forMail() {
        return digits;
    }

    /** Keyed, for a million codes are soon hashed; bound to all that the code is for, each part with its length, so that no two ways of splitting meet. */
    byte[] digest(SecretKey key, CodePurpose purpose, String subject, String context) {
        StringBuilder bound = new StringBuilder();
        for (String part : new String[] {purpose.name(), subject, context, digits}) {
            bound.append(part.length()).append(':').append(part);
        }
        return key.hash("one-time-code", bound.toString());
    }

    @Override
    public String toString() {
        return "****";
    }
}
