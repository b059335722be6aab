package org.notechondria.credential;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * A password as the table holds it: Argon2id, or a form that moved in from the earlier system. What can't be read is kept and
 * matches nothing. Never printed. Immutable; {@link PasswordHashing} alone makes new ones.
 */
public final class PasswordHash {
    private final String stored;
    private final Optional<Predicate<Password>> comparison;
    private final boolean current;

    private PasswordHash(String stored, Optional<Predicate<Password>> comparison, boolean current) {
        this.stored = stored;
        this.comparison = comparison;
        this.current = current;
    }

    /** @param stored what {@link #forTheTable()} gave, or a hash that moved in */
    public static PasswordHash of(String stored) {
        Optional<Argon2id> argon2id = Argon2id.parse(stored);
        Optional<Predicate<Password>> comparison = argon2id.<Predicate<Password>>map(form -> form::matches)
                .or(() -> DjangoPbkdf2.parse(stored).map(form -> form::matches));
        return new PasswordHash(stored, comparison, argon2id.filter(Argon2id::isCurrent).isPresent());
    }

    static PasswordHash of(Argon2id made) {
        return new PasswordHash(made.phc(), Optional.of(made::matches), made.isCurrent());
    }

    public String forTheTable() {
        return stored;
    }

    /** True for everything that is not what {@link PasswordHashing#hash} makes today: a sign-in that knows the password then replaces it. */
    public boolean needsRehash() {
        return !current;
    }

    boolean isReadable() {
        return comparison.isPresent();
    }

    /** Costs what its form costs; false at once when it can't be read. */
    boolean matches(Password typed) {
        return comparison.isPresent() && comparison.get().test(typed);
    }

    @Override
    public String toString() {
        return "****";
    }
}
