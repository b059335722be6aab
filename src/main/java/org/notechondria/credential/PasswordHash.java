package org.notechondria.credential;

import java.util.Optional;

/**
 * A password as the table holds it: Argon2id, or a form that moved in from the earlier system. What can't be read is kept and
 * matches nothing. Never printed. Immutable; {@link PasswordHashing} alone makes new ones.
 */
public final class PasswordHash {
    private final String stored;
    private final Optional<Form> form;

    /** One way to hash a password, with its parameters. */
    interface Form {
        /** Compares in constant time. */
        boolean matches(Password typed);

        /** One of the same price, which no password matches. */
        Form ofNobody();

        /** True when a hash made today would cost the same. */
        boolean isCurrent();
    }

    private PasswordHash(String stored, Optional<Form> form) {
        this.stored = stored;
        this.form = form;
    }

    /** @param stored what {@link #forTheTable()} gave, or a hash that moved in */
    public static PasswordHash of(String stored) {
        return new PasswordHash(stored, Argon2id.parse(stored).<Form>map(form -> form).or(() -> DjangoPbkdf2.parse(stored)));
    }

    static PasswordHash of(Argon2id made) {
        return new PasswordHash(made.phc(), Optional.of(made));
    }

    /** One that costs the same and matches nothing, not even what this one matches. */
    PasswordHash ofNobody() {
        return new PasswordHash("", form.map(Form::ofNobody));
    }

    public String forTheTable() {
        return stored;
    }

    /** True for everything that is not what {@link PasswordHashing#hash} makes today: a sign-in that knows the password then replaces it. */
    public boolean needsRehash() {
        return !form.map(Form::isCurrent).orElse(false);
    }

    boolean isReadable() {
        return form.isPresent();
    }

    /** Costs what its form costs; false at once when it can't be read. */
    boolean matches(Password typed) {
        return form.isPresent() && form.get().matches(typed);
    }

    @Override
    public String toString() {
        return "****";
    }
}
