package org.notechondria.credential;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes and compares password hashes, each in its turn. Slow on purpose: never called inside a transaction. Thread-safe. */
@ApplicationScoped
public class PasswordHashing {
    private static final Password NOTHING = Password.of("");
    private final PasswordHash nobodys = PasswordHash.of(Argon2id.ofNobodyToday());
    private final HashingTurns turns;

    public PasswordHashing() {
        this(new HashingTurns(atOnceOn(Runtime.getRuntime().availableProcessors())));
    }

    PasswordHashing(HashingTurns turns) {
        this.turns = turns;
    }

    /** One core is for those who are signed in. */
    static int atOnceOn(int cores) {
        return Math.max(1, cores - 1);
    }

    /** How many more could hash now. */
    int free() {
        return turns.free();
    }

    /**
     * Runs {@code work}, of which a hash is the dearest part, or refuses it before any of its parts has cost something: of a crowd that
     * could not all hash, those who will not are told so before they have asked the database, or used up a try of a code.
     *
     * @throws org.notechondria.problem.Problem 503 when too many are under way
     */
    public <T> T unlessCrowded(Supplier<T> work) {
        return turns.come(work);
    }

    /** @param password one that its {@link Password#objections} let pass, or that has just matched */
    public PasswordHash hash(Password password) {
        if (password.isTooLong()) {
            throw new IllegalArgumentException("a password is checked before it is hashed");
        }
        return turns.take(() -> PasswordHash.of(Argon2id.of(password)));
    }

    /** {@link #matches(Password, Optional, Optional)} for somebody who has a password. */
    public boolean matches(Password typed, Optional<PasswordHash> stored) {
        return matches(typed, stored, Optional.empty());
    }

    /**
     * True when {@code typed} is the password of {@code stored}. No account, an account without a password, a hash that can't be read and
     * a password that is too long to be anybody's all cost what a wrong password costs (promise I10).
     *
     * @param anothers  what the costs are like where {@code stored} has none; it matches nothing. Empty: like those of today
     */
    public boolean matches(Password typed, Optional<PasswordHash> stored, Optional<PasswordHash> anothers) {
        if (typed.isTooLong()) {
            return turns.take(() -> nobodys.matches(NOTHING));
        }
        PasswordHash compared = stored.filter(PasswordHash::isReadable)
                .orElseGet(() -> anothers.filter(PasswordHash::isReadable).map(PasswordHash::ofNobody).orElse(nobodys));
        return turns.take(() -> compared.matches(typed));
    }
}
