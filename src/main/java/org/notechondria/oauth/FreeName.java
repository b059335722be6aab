package org.notechondria.oauth;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.notechondria.account.Names;
import org.notechondria.account.Username;
import org.notechondria.provider.Identity;

/** Finds a user name for somebody who brings none: from the e-mail's local part or the handle at the provider, with a number when it is taken. */
@ApplicationScoped
class FreeName {
    private static final int SHORTEST = 3;
    private static final int LONGEST = 150;
    private static final int LONGEST_SUFFIX = 11;
    private static final int TRIED_IN_ORDER = 50;

    @EJB
    private Names names;

    /** One that nobody has at this moment. */
    String of(Identity identity, boolean byHandle) {
        String wanted = wanted(identity, byHandle);
        return IntStream.rangeClosed(1, TRIED_IN_ORDER).mapToObj(n -> n == 1 ? wanted : wanted + "_" + n).filter(name -> names.isFree(new Username(name))).findFirst()
                .orElseGet(() -> wanted + "_" + ThreadLocalRandom.current().nextInt(1_000_000_000)); // popular: numbers in order would be asked for one by one
    }

    /** @param byHandle  the handle comes first, as GitHub's does, and the address second; else the other way round */
    static String wanted(Identity identity, boolean byHandle) {
        Optional<String> local = identity.email().map(email -> email.substring(0, Math.max(0, email.lastIndexOf('@')))).filter(part -> !part.isEmpty());
        Optional<String> handle = Optional.of(identity.handle()).filter(text -> !text.isEmpty());
        String raw = (byHandle ? handle.or(() -> local) : local.or(() -> handle)).orElse("user");
        StringBuilder name = new StringBuilder(raw.replaceAll("[^A-Za-z0-9_-]", "_"));
        while (name.length() < SHORTEST) {
            name.append('_');
        }
        return name.substring(0, Math.min(name.length(), LONGEST - LONGEST_SUFFIX));
    }
}
