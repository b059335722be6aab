package org.notechondria.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which of the bugs that were planted in this node is awake: the test writes its name into a file, so that one node serves for all of them. */
public enum Planted {
    SHARED_CACHE, MERGE, LATE_REVOKE, DEAF_BUS;

    /** The environment variable that names the file. */
    public static final String FILE = "PLANTED_BUG";

    public boolean isAwake() {
        try {
            return Files.readString(Path.of(System.getenv(FILE))).equals(name());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
