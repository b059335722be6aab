package org.notechondria.settings;

/** Says, in words for the client, why these bytes become no picture. */
final class NotAPicture extends Exception {
    private static final long serialVersionUID = 1;

    NotAPicture(String message) {
        super(message);
    }
}
