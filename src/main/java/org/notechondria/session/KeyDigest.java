package org.notechondria.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a session key: how a session is found without its key being kept. Four numbers, for a node remembers many of them. Immutable. */
public final class KeyDigest {
    private final long a;
    private final long b;
    private final long c;
    private final long d;

    private KeyDigest(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        a = buffer.getLong();
        b = buffer.getLong();
        c = buffer.getLong();
        d = buffer.getLong();
    }

    static KeyDigest of(String key) {
        try {
            return new KeyDigest(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** As the database writes it in a notice: 64 hex digits. */
    public static KeyDigest ofHex(String hex) {
        return new KeyDigest(HexFormat.of().parseHex(hex));
    }

    /** As the database holds it. */
    static KeyDigest stored(byte[] bytes) {
        return new KeyDigest(bytes);
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(32).putLong(a).putLong(b).putLong(c).putLong(d).array();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyDigest digest && a == digest.a && b == digest.b && c == digest.c && d == digest.d;
    }

    /** The digest is uniform already: some of its bits do. */
    @Override
    public int hashCode() {
        return (int) a;
    }

    @Override
    public String toString() {
        return "****";
    }
}
