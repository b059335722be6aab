package org.notechondria.apikey;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** The secret by which a program acts for a person: {@code ntc_} and 128 random bits as 32 lower-case hex digits. Never stored, never printed. Immutable. */
public final class ApiKey {
    private static final Pattern FORM = Pattern.compile("ntc_[0-9a-f]{32}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RANDOM_BYTES = 16;
    private static final int PREFIX = 8;
    private final String key;

    private ApiKey(String key) {
        this.key = key;
    }

    static ApiKey random() {
        byte[] bits = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bits);
        return new ApiKey("ntc_" + HexFormat.of().formatHex(bits));
    }

    /** @param sent  what stood behind {@code Bearer}; whatever is no key never reaches the database */
    public static Optional<ApiKey> parse(String sent) {
        return FORM.matcher(sent).matches() ? Optional.of(new ApiKey(sent)) : Optional.empty();
    }

    /** What the table holds: SHA-256, 32 bytes. A key of 128 random bits needs no slow hash. */
    public byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** The first eight characters, which may be shown: 16 of the 128 bits. */
    public String prefix() {
        return key.substring(0, PREFIX);
    }

    /** For the one answer that shows it. */
    public String onTheWire() {
        return key;
    }

    @Override
    public String toString() {
        return "****";
    }
}
