package org.notechondria.configuration;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The server's secret, {@code notechondria.secret-key}: base64 of 32 bytes or more, required. It is never used itself: each purpose
 * has a key derived from it (HKDF with SHA-256, RFC 5869). Immutable; prints as {@code ****}.
 */
@Dependent
public final class SecretKey implements FeatureSettings {
    private static final String NAME = "notechondria.secret-key";
    private static final int LEAST_BYTES = 32;
    private final byte[] pseudoRandomKey;

    @Inject
    SecretKey(Settings settings) {
        this(decode(settings.required(NAME)));
    }

    /** @throws BadSetting when it is shorter than 32 bytes */
    public SecretKey(byte[] secret) {
        if (secret.length < LEAST_BYTES) {
            throw new BadSetting(NAME, "must be base64 of 32 bytes or more");
        }
        pseudoRandomKey = mac("notechondria".getBytes(StandardCharsets.UTF_8), secret);
    }

    /** A keyed hash: 32 bytes of HMAC-SHA-256 with the key of {@code purpose}, for example {@code client-address}. */
    public byte[] hash(String purpose, String value) {
        return mac(derive(purpose), value.getBytes(StandardCharsets.UTF_8));
    }

    /** The 32-byte key of {@code purpose}, for a cipher. Two purposes never share one. */
    public byte[] derive(String purpose) {
        byte[] info = purpose.getBytes(StandardCharsets.UTF_8);
        return mac(pseudoRandomKey, ByteBuffer.allocate(info.length + 1).put(info).put((byte) 1).array());
    }

    /** Tells keys apart, also to people who may not know the key: 32 bytes. */
    public byte[] fingerprint() {
        return derive("fingerprint");
    }

    /** Kept beside each keyed hash, so that a hash of an earlier key is known for one. */
    public int id() {
        return ByteBuffer.wrap(fingerprint()).getInt() & Integer.MAX_VALUE;
    }

    @Override
    public String toString() {
        return "****";
    }

    private static byte[] decode(String given) {
        try {
            return Base64.getDecoder().decode(given);
        } catch (IllegalArgumentException notBase64) {
            throw new BadSetting(NAME, "must be base64 of 32 bytes or more");
        }
    }

    private static byte[] mac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
