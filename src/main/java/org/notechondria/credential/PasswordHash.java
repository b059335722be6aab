package org.notechondria.credential;

import java.util.Optional;

/**
 * A password as the table holds it: Argon2id, or a form that moved in from the earlier system. What can't be read is kept and
 * matches nothing. Never printed. Immutable; made by {@link PasswordHashing} alone.
 */
public final class PasswordHash {
    private final String stored;
    private final Optional<? extends HashForm> form;

    private PasswordHash(String stored, Optional<? extends HashForm> form) {
        this.stored = stored;
        this.form = form;
    }

    /** @param stored what {@link #forTheTable()} gave, or a hash that moved in */
    public static PasswordHash of(String stored) {
        return new PasswordHash(stored, Argon2id.parse(stored).<HashForm>map(argon -> argon).or(() -> DjangoPbkdf2.parse(stored)));
    }

    static PasswordHash of(Argon2id made) {
        return new PasswordHash(made.phc(), Optional.of(made));
    }

    public String forTheTable() {
        return stored;
    }

    /** True for everything that is not what {@link PasswordHashing#hash} makes today: a sign-in that knows the password then replaces it. */
    public boolean needsRehash() {
        return form.isEmpty() || !form.get().isCurrent();
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
