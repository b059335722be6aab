package org.notechondria.support;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Password hashes as the earlier system made them: {@code pbkdf2_sha256$<rounds>$<salt>$<hash>}. */
public final class LegacyHash {

    private LegacyHash() {
    }

    public static String of(String password, int rounds) {
        try {
            String salt = "moved-in";
            byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt.getBytes(StandardCharsets.UTF_8), rounds, 256)).getEncoded();
            return "pbkdf2_sha256$" + rounds + "$" + salt + "$" + Base64.getEncoder().encodeToString(hash);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
