package org.notechondria.web;

/** Text from outside that people will read, and that may stand in a log. */
public final class PlainText {

    private PlainText() {
    }

    /** Without control characters, what turns the reading direction round, what breaks a line, and halves of surrogate pairs. */
    public static String of(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT && Character.getType(c) != Character.SURROGATE
                && Character.getType(c) != Character.LINE_SEPARATOR && Character.getType(c) != Character.PARAGRAPH_SEPARATOR).forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
