package org.notechondria.run;

/** The start ends here; the message is the one line that the newcomer reads. */
final class CannotStart extends RuntimeException {
    CannotStart(String line) {
        super(line, null, false, false);
    }
}
