package org.notechondria.web;

/** Text from outside that people will read, and that may stand in a log. */
public final class PlainText {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private PlainText() {
    }

    /**
     * Without control characters, what turns the reading direction round, what breaks a line, and halves of surrogate pairs. What joins two characters to
     * one (families of emoji, Persian) stays where there is one to join.
     */
    public static String of(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().filter(c -> isShown(c) || isJoiner(c) && joins(clean)).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isShown(int c) {
        return !Character.isISOControl(c) && switch (Character.getType(c)) {
            case Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static boolean isJoiner(int c) {
        return c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
    }

    private static boolean joins(StringBuilder before) {
        int last = before.length() == 0 ? ' ' : before.codePointBefore(before.length());
        return !Character.isWhitespace(last) && !Character.isSpaceChar(last) && !isJoiner(last);
    }
}
