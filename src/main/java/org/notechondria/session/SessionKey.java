package org.notechondria.session;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** The secret that a client holds: 160 random bits, on the wire 40 lower-case hex digits. Never stored, never printed. Immutable. */
public final class SessionKey {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}");
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
        return FORM.matcher(sent).matches() ? Optional.of(new SessionKey(sent)) : Optional.empty();
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
