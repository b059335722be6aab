package org.notechondria.mail;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.notechondria.configuration.SecretKey;

/** Keeps a letter unreadable while it waits in the database: AES-256-GCM with a key of its own, bound to the recipient. Prints as {@code ****}. */
@Dependent
class Seal {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;
    private final int keyId;

    @Inject
    Seal(SecretKey secret) {
        key = new SecretKeySpec(secret.derive("outbox"), "AES");
        keyId = secret.id();
    }

    /** Kept beside what was sealed. */
    int keyId() {
        return keyId;
    }

    byte[] close(Letter letter, String recipient) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, recipient).doFinal(letter.bytes());
            return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** @throws Undeliverable when it was sealed with another key, for another recipient, or changed since */
    Letter open(byte[] sealed, int sealedWith, String recipient) throws Undeliverable {
        if (sealedWith != keyId || sealed.length < NONCE_BYTES) {
            throw new Undeliverable("it was sealed with another secret key");
        }
        ByteBuffer bytes = ByteBuffer.wrap(sealed);
        byte[] nonce = new byte[NONCE_BYTES];
        bytes.get(nonce);
        try {
            return Letter.of(cipher(Cipher.DECRYPT_MODE, nonce, recipient).doFinal(sealed, NONCE_BYTES, bytes.remaining()));
        } catch (GeneralSecurityException broken) {
            throw new Undeliverable("its seal is broken");
        }
    }

    @Override
    public String toString() {
        return "****";
    }

    private Cipher cipher(int mode, byte[] nonce, String recipient) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(recipient.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
