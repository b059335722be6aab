package org.notechondria.web;

import java.util.Locale;

/**
 * What an {@code Authorization} header claims to hold, told by its scheme alone (wire contract, section 1, rules 1, 2 and 6). Immutable.
 *
 * @param text  what follows the scheme; empty when nothing does
 */
public record SentCredential(Kind kind, String text) {
    private static final String API_KEY_START = "ntc_";

    /** What calls look at, and all that they don't. */
    public enum Kind { SESSION_KEY, API_KEY, NONE }

    /** @param header  as it was sent; null: none */
    public static SentCredential of(String header) {
        String sent = header == null ? "" : header.strip();
        int end = indexFrom(0, sent, true);
        String rest = sent.substring(indexFrom(end, sent, false));
        return switch (sent.substring(0, end).toLowerCase(Locale.ROOT)) {
            case "token" -> new SentCredential(Kind.SESSION_KEY, rest);
            case "bearer" -> new SentCredential(rest.startsWith(API_KEY_START) ? Kind.API_KEY : Kind.NONE, rest);
            default -> new SentCredential(Kind.NONE, rest);
        };
    }

    /** Of the first blank from there on, or of the first that is none; the length when there is no such. A pattern costs more than all the rest of this class. */
    private static int indexFrom(int start, String text, boolean blank) {
        int i = start;
        while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t') != blank) {
            i++;
        }
        return i;
    }

    @Override
    public String toString() {
        return "****";
    }
}
