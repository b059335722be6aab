package org.notechondria.oauth;

import java.util.Arrays;
import java.util.Optional;

/** What somebody goes to a provider for. */
public enum Intent {
    /** Sign in to an account that is linked; none is made. */
    LOGIN,
    /** Sign in, and make an account where there is none. */
    REGISTER,
    /** Link the provider to the account of who is signed in. */
    BIND;

    static Optional<Intent> named(String word) {
        return Arrays.stream(values()).filter(intent -> intent.word().equals(word)).findFirst();
    }

    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
