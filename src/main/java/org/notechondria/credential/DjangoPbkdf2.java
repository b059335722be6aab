package org.notechondria.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** PBKDF2 with HMAC-SHA-256 as Django writes it: what moved in from the earlier system. Read, never written. Immutable. */
final class DjangoPbkdf2 implements PasswordHash.Form {
    /** Some three seconds of a core: a row must not be able to ask for more. */
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int HASH_BYTES = 32;
    private static final Pattern FORM = Pattern.compile("pbkdf2_sha256\\$([0-9]{1,8})\\$([^$]{1,128})\\$([A-Za-z0-9+/]{43}=)");

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private DjangoPbkdf2(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    static Optional<DjangoPbkdf2> parse(String stored) {
        Matcher form = FORM.matcher(stored);
        if (!form.matches()) {
            return Optional.empty();
        }
        int iterations = Integer.parseInt(form.group(1));
        if (iterations < 1 || iterations > MOST_ITERATIONS) {
            return Optional.empty();
        }
        byte[] hash = Base64.getDecoder().decode(form.group(3));
        return Optional.of(new DjangoPbkdf2(iterations, form.group(2).getBytes(StandardCharsets.UTF_8), hash));
    }

    /** Its hash is empty: none that is computed is. */
    @Override
    public DjangoPbkdf2 ofNobody() {
        return new DjangoPbkdf2(iterations, salt, new byte[0]);
    }

    @Override
    public boolean isCurrent() {
        return false;
    }

    @Override
    public boolean matches(Password typed) {
        PBEKeySpec asked = new PBEKeySpec(typed.characters(), salt, iterations, HASH_BYTES * Byte.SIZE);
        try {
            return MessageDigest.isEqual(hash, SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(asked).getEncoded());
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        } finally {
            asked.clearPassword();
        }
    }

    @Override
    public String toString() {
        return "****";
    }
}
