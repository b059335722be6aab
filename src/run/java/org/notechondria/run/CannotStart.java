package org.notechondria.run;

/** The start ends here; the message is the one line that the newcomer reads. */
final class CannotStart extends RuntimeException {
    CannotStart(String line) {
        this(line, null);
    }

    CannotStart(String line, Throwable cause) {
        super(line, cause);
    }
}
