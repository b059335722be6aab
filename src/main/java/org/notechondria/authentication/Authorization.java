package org.notechondria.authentication;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.notechondria.session.SessionKey;
import org.notechondria.session.SessionProblems;

/**
 * What a request's {@code Authorization} headers hold, told apart without the database (wire contract, section 1, rules 1, 2 and 6).
 *
 * @param sessionKey  a well-formed session key
 * @param apiKey      what follows {@code Bearer} and starts like an API key
 */
public record Authorization(Optional<SessionKey> sessionKey, Optional<String> apiKey) {
    private static final Authorization ANONYMOUS = new Authorization(Optional.empty(), Optional.empty());
    private static final String API_KEY_START = "ntc_";

    /**
     * @param headers  each header as it was sent; null or empty: none
     * @throws org.notechondria.problem.Problem 401 for two headers, a {@code Token} without a key, or with a key that can't be one
     */
    public static Authorization of(List<String> headers) {
        if (headers == null || headers.isEmpty()) {
            return ANONYMOUS;
        }
        if (headers.size() > 1) {
            throw SessionProblems.invalidKey();
        }
        String sent = headers.get(0).strip();
        int end = indexFrom(0, sent, true);
        String rest = sent.substring(indexFrom(end, sent, false));
        return switch (sent.substring(0, end).toLowerCase(Locale.ROOT)) {
            case "token" -> new Authorization(Optional.of(keyIn(rest)), Optional.empty());
            case "bearer" -> rest.startsWith(API_KEY_START) ? new Authorization(Optional.empty(), Optional.of(rest)) : ANONYMOUS;
            default -> ANONYMOUS;
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

    private static SessionKey keyIn(String rest) {
        if (rest.isEmpty()) {
            throw AuthenticationProblems.noKeySent();
        }
        return SessionKey.parse(rest).orElseThrow(SessionProblems::invalidKey);
    }

    @Override
    public String toString() {
        return "****";
    }
}
