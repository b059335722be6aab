package org.notechondria.recovery;

import org.notechondria.account.EmailAddress;
import org.notechondria.configuration.SecretKey;

/** Names whose a code is, and whose tries are counted, in the form that the codes' tables keep. */
final class CodeOwner {

    private CodeOwner() {
    }

    static String person(long userId) {
        return "user:" + userId;
    }

    /** Whoever is behind an address, if anybody: strangers and people run out of tries alike, and the table shows no address. */
    static String behind(EmailAddress address, SecretKey key) {
        return "address:" + address.pseudonym(key);
    }
}
