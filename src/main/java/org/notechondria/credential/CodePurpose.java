package org.notechondria.credential;

/** What a one-time code proves; its name is stored. A code of one purpose is worth nothing for another. */
public enum CodePurpose {
    REGISTRATION,
    PASSWORD_RESET,
    IDENTITY,
    EMAIL_CHANGE
}
