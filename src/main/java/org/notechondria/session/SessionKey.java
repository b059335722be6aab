package org.notechondria.session;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** The secret that a client holds: 160 random bits, on the wire 40 lower-case hex digits. Never stored, never printed. Immutable. */
public final class SessionKey {
    private static final int DIGITS = 40;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String hex;

    private SessionKey(String hex) {
        this.hex = hex;
    }

    static SessionKey random() {
        byte[] bits = new byte[20];
        RANDOM.nextBytes(bits);
        return new SessionKey(HexFormat.of().formatHex(bits));
    }

    /** Empty for what no key can look like: that never reaches the database. */
    public static Optional<SessionKey> parse(String sent) {
        return sent.length() == DIGITS && sent.chars().allMatch(SessionKey::isDigit) ? Optional.of(new SessionKey(sent)) : Optional.empty();
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
    }

    /** What the table holds. */
    public KeyDigest digest() {
        return KeyDigest.of(hex);
    }

    /** For the authentication payload alone. */
    public String onTheWire() {
        return hex;
    }

    @Override
    public String toString() {
        return "****";
    }
}
