package org.notechondria.account;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A public handle, unique without case. Names that moved in may hold other characters; a new one is held to the rule. Immutable. */
public record Username(String text) {
    public static final String RULE = "Enter a name of 3 to 150 letters, digits, _ or -.";
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{3,150}");

    /** Empty for what no new name may look like. */
    public static Optional<Username> parse(String typed) {
        return FORM.matcher(typed).matches() ? Optional.of(new Username(typed)) : Optional.empty();
    }

    /** The form in which two names are the same. Folded here: SQL's {@code lower()} depends on the database's locale. */
    public String folded() {
        return text.toLowerCase(Locale.ROOT);
    }
}
