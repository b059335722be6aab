package org.notechondria.provider;

import java.util.Locale;
import java.util.Optional;
import org.notechondria.web.PlainText;

/**
 * Who somebody is, says a provider. Only issuer and subject identify; the rest is what the provider knows today, without control characters.
 *
 * @param issuer         whose subject it is
 * @param subject        1 to 255 characters, never given to another person
 * @param email          as the provider writes it; empty when it tells none
 * @param emailVerified  the provider says so, by a JSON {@code true} and nothing else
 * @param handle         a user name there; may be empty
 * @param firstName      may be empty
 * @param lastName       may be empty
 */
public record Identity(String issuer, String subject, Optional<String> email, boolean emailVerified, String handle, String firstName, String lastName) {
    private static final int LONGEST = 255;
    private static final int LONGEST_EMAIL = 254;

    /** What a provider said, if it is text, and no longer than what is meant seriously. */
    static Optional<String> text(Object claim) {
        return claim instanceof String said && said.length() <= LONGEST ? Optional.of(PlainText.of(said).strip()).filter(clean -> !clean.isEmpty()) : Optional.empty();
    }

    /**
     * An address is taken as it is or not at all: what is left of one after invisible characters, or after a letter like the Kelvin sign becomes a k, is
     * somebody else's.
     */
    static Optional<String> email(Object claim) {
        return claim instanceof String said && said.length() <= LONGEST_EMAIL && said.equals(PlainText.of(said)) && said.equals(said.strip())
                && asciiLower(said).equals(said.toLowerCase(Locale.ROOT)) && !said.isEmpty() ? Optional.of(said) : Optional.empty();
    }

    private static String asciiLower(String text) {
        StringBuilder lower = new StringBuilder(text);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            lower.setCharAt(i, c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c);
        }
        return lower.toString();
    }

    /** A subject is taken as it is or not at all: two that differ must stay two (OpenID Connect Core, section 2: at most 255 ASCII characters). */
    static boolean isSubject(String said) {
        return said != null && !said.isEmpty() && said.length() <= LONGEST && said.chars().allMatch(c -> c > ' ' && c < 127);
    }
}
