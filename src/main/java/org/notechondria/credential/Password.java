package org.notechondria.credential;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.notechondria.body.Fields;

/** What somebody typed as a password, without the white space around it. Never stored, never printed. Immutable. */
public final class Password {
    private static final int LEAST = 8;
    private static final int MOST = 128;
    private final String typed;

    private Password(String typed) {
        this.typed = typed;
    }

    /** Trims: the hashes that moved in from the earlier system were made of trimmed passwords. */
    public static Password of(String typed) {
        return new Password(Fields.trim(typed));
    }

    /**
     * Why this can't become somebody's password, for the field that it came in; empty when it can. Length and the block list alone:
     * rules of composition make passwords worse (NIST SP 800-63B).
     *
     * @param own  what anybody would try first on this person: the user name, the address
     */
    public List<String> objections(String... own) {
        List<String> objections = new ArrayList<>();
        if (length() < LEAST) {
            objections.add("This password is too short. It must contain at least " + LEAST + " characters.");
        }
        if (isTooLong()) {
            objections.add("This password is too long. It must contain at most " + MOST + " characters.");
        }
        if (CommonPasswords.contain(typed)) {
            objections.add("This password is too common.");
        }
        if (Arrays.stream(own).anyMatch(typed::equalsIgnoreCase)) {
            objections.add("This password must differ from the user name and the email address.");
        }
        return objections;
    }

    /** Nobody's: it is never hashed, so that a large body costs no more than a small one. */
    boolean isTooLong() {
        return length() > MOST;
    }

    byte[] utf8() {
        return typed.getBytes(StandardCharsets.UTF_8);
    }

    char[] characters() {
        return typed.toCharArray();
    }

    @Override
    public String toString() {
        return "****";
    }

    private int length() {
        return typed.codePointCount(0, typed.length());
    }
}
