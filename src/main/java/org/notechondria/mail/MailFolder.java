package org.notechondria.mail;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Keeps mail as readable {@code .eml} files where no mail server is configured: only this user may read them, and none is ever half written. */
final class MailFolder implements Carrier {
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FOLDER = permissions("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FILE = permissions("rw-------");
    private final Path directory;

    MailFolder(Path directory) {
        this.directory = directory;
    }

    @Override
    public void carry(OutgoingMessage message) throws IOException, MessagingException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, OWNERS_FOLDER);
        }
        Path part = Files.createTempFile(directory, ".", ".part", OWNERS_FILE);
        try {
            write(message, part);
            Files.move(part, directory.resolve(message.fileName()), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void write(OutgoingMessage message, Path file) throws IOException, MessagingException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE); OutputStream out = Channels.newOutputStream(channel)) {
            message.writeTo(out);
            channel.force(true); // the row is deleted next: the file must outlive a power cut
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> permissions(String form) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(form));
    }
}
