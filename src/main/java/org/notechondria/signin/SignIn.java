package org.notechondria.signin;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import org.notechondria.account.Accounts;
import org.notechondria.account.AuthenticationPayload;
import org.notechondria.account.User;
import org.notechondria.credential.Password;
import org.notechondria.credential.PasswordHashing;
import org.notechondria.session.Device;
import org.notechondria.session.MintedSession;
import org.notechondria.session.Sessions;
import org.notechondria.web.Problem;

/** Signs a person in by password. Not transactional: the hash takes longer than a connection may be held; the mint is one transaction. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SignIn {
    @EJB
    private Accounts accounts;
    @EJB
    private Sessions sessions;
    @Inject
    private PasswordHashing hashing;
    @Inject
    private AuthenticationPayload payload;

    /** @throws Problem 400 with one message for unknown, wrong, pending and disabled */
    public AuthenticationPayload.SignedIn withPassword(String identifier, Password password, Device device) {
        Optional<User> found = accounts.byIdentifier(identifier);
        boolean right = hashing.matches(password, found.flatMap(User::password)); // also for nobody, at the same cost
        User user = found.filter(person -> right && person.isActive()).orElseThrow(SignIn::refused);
        rehash(user, password);
        MintedSession minted = sessions.mint(user.id(), user.credentialVersion(), device, "password").orElseThrow(SignIn::refused);
        return payload.of(minted, user.id());
    }

    private void rehash(User user, Password password) {
        if (user.password().orElseThrow().needsRehash()) {
            accounts.rehash(user.id(), hashing.hash(password), user.credentialVersion());
        }
    }

    private static Problem refused() {
        return Problem.rejected("Unable to log in with provided credentials.");
    }
}
