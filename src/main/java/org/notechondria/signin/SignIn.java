package org.notechondria.signin;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.notechondria.account.Accounts;
import org.notechondria.account.AuthenticationPayload;
import org.notechondria.account.EmailAddress;
import org.notechondria.account.User;
import org.notechondria.configuration.SecretKey;
import org.notechondria.credential.Password;
import org.notechondria.credential.PasswordHash;
import org.notechondria.credential.PasswordHashing;
import org.notechondria.limit.Limit;
import org.notechondria.limit.Limits;
import org.notechondria.problem.Problem;
import org.notechondria.session.Device;
import org.notechondria.session.Sessions;

/** Signs a person in by password. Not transactional: the hash takes longer than a connection may be held; the mint is one transaction. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SignIn {
    private static final long NOBODY = 0;

    @EJB
    private Accounts accounts;
    @EJB
    private Sessions sessions;
    @Inject
    private Limits limits;
    @Inject
    private PasswordHashing hashing;
    @Inject
    private AuthenticationPayload payload;
    @Inject
    private SecretKey secretKey;

    /**
     * @throws Problem 400 with one message for unknown, wrong, pending and disabled; 429 when too many attempts failed; 503 when too many are
     *                 under way
     */
    public AuthenticationPayload.SignedIn withPassword(String identifier, Password password, Device device) {
        return hashing.unlessCrowded(() -> checked(identifier, password, device));
    }

    private AuthenticationPayload.SignedIn checked(String identifier, Password password, Device device) {
        return limits.countFailed(Limit.SIGN_IN_ADDRESS, device.clientAddress(), () -> {
            Optional<User> found = accounts.byIdentifier(identifier);
            return limits.countFailed(Limit.SIGN_IN_ACCOUNT, countOf(identifier, found, device),
                    () -> tried(identifier, found, password, device).orElseThrow(SignIn::refused));
        });
    }

    /** Empty: unknown, wrong, pending or disabled. */
    private Optional<AuthenticationPayload.SignedIn> tried(String identifier, Optional<User> found, Password password, Device device) {
        Optional<PasswordHash> anothers = accounts.passwordOfSomebody(somewhere(identifier)); // asked for everybody: the same work either way
        boolean right = hashing.matches(password, found.flatMap(User::password), anothers);
        Optional<User> proven = found.filter(person -> right && person.isActive());
        proven.ifPresent(user -> rehash(user, password));
        return proven.flatMap(user -> sessions.mint(user.id(), user.credentialVersion(), device, "password").map(minted -> payload.of(minted, user.id())));
    }

    /**
     * Whose costs whoever has no password is given, from 0 to 1 among all who have one: the same person's for the same address. Hashes of the
     * earlier system take another time than those of today, and so nobody may always take today's (promise I10).
     */
    private double somewhere(String identifier) {
        return (ByteBuffer.wrap(secretKey.hash("nobody", EmailAddress.normalized(identifier))).getInt() & Integer.MAX_VALUE) / (double) Integer.MAX_VALUE;
    }

    /**
     * What failures are counted under: what was typed, in any case. A count of the person's own would tell whose an e-mail address is, for ten
     * failures on the public user name would stop a try with the address (promise I10). An address from which
     * the person was signed in lately has a count beside it: a stranger who fails on purpose then locks nobody out of the places that
     * person signs in from (promise A35).
     */
    private String countOf(String identifier, Optional<User> found, Device device) {
        boolean familiar = sessions.knowsAddress(found.map(User::id).orElse(NOBODY), device.clientAddress()); // asked for nobody too: the same work either way
        String typed = EmailAddress.normalized(identifier);
        return familiar ? "at " + device.clientAddress() + ": " + typed : "typed: " + typed; // so that nobody types another's
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
