package org.notechondria.credential;

/** One written form of a password's hash, with all that is needed to compare a password to it. */
sealed interface HashForm permits Argon2id, DjangoPbkdf2 {

    /** Compares in constant time. */
    boolean matches(Password typed);

    /** True when a hash made today would be written the same way. */
    boolean isCurrent();
}
