package org.notechondria.invitation;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.notechondria.body.Fields;

/**
 * The secret that lets somebody register: 100 random bits as four groups of five letters and digits that no one takes for another.
 * Never stored, never printed. Immutable.
 */
public final class InvitationCode {
    /** 32 of them, five bits each; without 0, O, 1 and I. */
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int LENGTH = 20;
    private static final int GROUP = 5;
    private static final int LONGEST_TYPED = 100;
    private static final Pattern FORM = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");
    private static final Pattern DASHES = Pattern.compile("\\p{Pd}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private final String code;

    private InvitationCode(String code) {
        this.code = code;
    }

    static InvitationCode random() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            code.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new InvitationCode(code.toString());
    }

    /** Takes what was typed: white space around it, case and dashes do not matter. Whatever is no code never reaches the database. */
    public static Optional<InvitationCode> parse(String typed) {
        if (typed.length() > LONGEST_TYPED) {
            return Optional.empty();
        }
        String code = DASHES.matcher(Fields.trim(typed)).replaceAll("").toUpperCase(Locale.ROOT);
        return FORM.matcher(code).matches() ? Optional.of(new InvitationCode(code)) : Optional.empty();
    }

    /** What the table holds: SHA-256, 32 bytes. A code of 100 random bits needs no slow hash. */
    public byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** In its groups, for the one answer that shows it. */
    public String onTheWire() {
        StringBuilder groups = new StringBuilder(code);
        for (int at = LENGTH - GROUP; at > 0; at -= GROUP) {
            groups.insert(at, '-');
        }
        return groups.toString();
    }

    @Override
    public String toString() {
        return "****";
    }
}
