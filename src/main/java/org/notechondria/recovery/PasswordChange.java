package org.notechondria.recovery;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.stream.Stream;
import org.notechondria.account.Accounts;
import org.notechondria.account.EmailAddress;
import org.notechondria.account.User;
import org.notechondria.credential.MatchedCode;
import org.notechondria.credential.Password;
import org.notechondria.credential.PasswordHashing;
import org.notechondria.session.Device;
import org.notechondria.session.MintedSession;
import org.notechondria.web.Caller;

/** Changes the password of whoever is signed in, knows the present one and reads the account's mail. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PasswordChange {
    @EJB
    private Accounts accounts;
    @EJB
    private IdentityCheck identity;
    @EJB
    private PasswordReplacement replacement;
    @Inject
    private PasswordHashing hashing;

    /** What this person's password may not be. */
    public String[] namesOf(long userId) {
        User person = accounts.byId(userId).orElseThrow();
        return Stream.concat(Stream.of(person.username()), person.email().map(EmailAddress::text).stream()).toArray(String[]::new);
    }

    /**
     * The code comes first: who has only a stolen session can't find out the password here.
     *
     * @throws org.notechondria.problem.Problem 400 when the code or the current password is wrong, or the person has no password; 503, before
     *                                          it counts as a try of the code, when too many are under way
     */
    public MintedSession change(Caller caller, String identityCode, Password current, Password fresh, Device device) {
        return hashing.unlessCrowded(() -> rotated(caller, identityCode, current, fresh, device));
    }

    private MintedSession rotated(Caller caller, String identityCode, Password current, Password fresh, Device device) {
        User person = accounts.byId(caller.userId()).orElseThrow();
        if (person.password().isEmpty()) {
            throw RecoveryProblems.noPassword();
        }
        MatchedCode code = identity.match(person, identityCode, device.clientAddress());
        if (!hashing.matches(current, person.password())) {
            throw RecoveryProblems.wrongPassword();
        }
        return replacement.rotate(person, code, hashing.hash(fresh), caller.sessionId(), device);
    }
}
