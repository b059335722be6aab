package org.notechondria.credential;

import com.nulabinc.zxcvbn.StandardDictionaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The block list: passwords so common that a guesser tries them first, in whatever case. */
final class CommonPasswords {
    private static final Set<String> FOLDED = load();

    private CommonPasswords() {
    }

    static boolean contain(String typed) {
        return FOLDED.contains(fold(typed));
    }

    static Set<String> folded() {
        return FOLDED;
    }

    private static Set<String> load() {
        try {
            return StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies().stream().map(CommonPasswords::fold).collect(Collectors.toUnmodifiableSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String fold(String password) {
        return password.toLowerCase(Locale.ROOT);
    }
}
