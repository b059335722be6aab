package org.notechondria.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** The files that hold a secret for the launcher: the server's key, and the administrator's first password. Mode 0600. */
final class OwnFiles {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** For a folder: nobody else looks into it. */
    static final FileAttribute<Set<PosixFilePermission>> OURS_ALONE = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private OwnFiles() {
    }

    /** The secret key in {@code file}, made at the first start: base64 of 32 random bytes. */
    static String secretKey(Path file) {
        byte[] fresh = new byte[32];
        RANDOM.nextBytes(fresh);
        try {
            createPrivate(file, Base64.getEncoder().encodeToString(fresh) + "\n");
        } catch (FileAlreadyExistsException made) {
            return read(file);
        }
        return read(file);
    }

    /** A fresh password in a file that only we may read; the server deletes the file when it has made the administrator from it. */
    static String administratorPassword(Path file) {
        String letters = "abcdefghjkmnpqrstuvwxyz23456789";
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            password.append(i > 0 && i % 5 == 0 ? "-" : "").append(letters.charAt(RANDOM.nextInt(letters.length())));
        }
        try {
            Files.deleteIfExists(file);
            createPrivate(file, password + "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return password.toString();
    }

    /** There with all of its content, or not there: a crash, or another copy that starts, would else find an empty key. */
    private static void createPrivate(Path file, String content) throws FileAlreadyExistsException {
        try {
            Path aside = Files.createTempFile(file.toAbsolutePath().getParent(), file.getFileName().toString(), ".new", PRIVATE);
            try {
                Files.writeString(aside, content, StandardOpenOption.SYNC);
                Files.createLink(file, aside);
            } finally {
                Files.delete(aside);
            }
        } catch (FileAlreadyExistsException exists) {
            throw exists;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
