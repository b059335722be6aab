package org.notechondria.authentication;

import java.util.List;
import java.util.Optional;
import org.notechondria.session.SessionKey;
import org.notechondria.session.SessionProblems;
import org.notechondria.web.SentCredential;

/**
 * What a request's {@code Authorization} headers hold, told apart without the database (wire contract, section 1, rules 1, 2 and 6).
 *
 * @param sessionKey  a well-formed session key
 * @param apiKey      what follows {@code Bearer} and starts like an API key
 */
public record Authorization(Optional<SessionKey> sessionKey, Optional<String> apiKey) {
    private static final Authorization ANONYMOUS = new Authorization(Optional.empty(), Optional.empty());

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
        SentCredential sent = SentCredential.of(headers.get(0));
        return switch (sent.kind()) {
            case SESSION_KEY -> new Authorization(Optional.of(keyIn(sent.text())), Optional.empty());
            case API_KEY -> new Authorization(Optional.empty(), Optional.of(sent.text()));
            case NONE -> ANONYMOUS;
        };
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
