package org.notechondria.signin;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import org.notechondria.account.Accounts;
import org.notechondria.account.AuthenticationPayload;
import org.notechondria.account.User;
import org.notechondria.configuration.SecretKey;
import org.notechondria.credential.Password;
import org.notechondria.credential.PasswordHash;
import org.notechondria.credential.PasswordHashing;
import org.notechondria.limit.Limit;
import org.notechondria.limit.Limits;
import org.notechondria.problem.Problem;
import org.notechondria.session.Device;
import org.notechondria.session.MintedSession;
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
        limits.take(Limit.SIGN_IN_ADDRESS, device.clientAddress());
        Optional<User> found = accounts.byIdentifier(identifier);
        String account = accountKey(identifier, found, device);
        limits.take(Limit.SIGN_IN_ACCOUNT, account);
        Optional<PasswordHash> anothers = accounts.passwordOfSomebody(somewhere(identifier)); // asked for everybody: the same work either way
        boolean right = hashing.matches(password, found.flatMap(User::password), anothers);
        User user = found.filter(person -> right && person.isActive()).orElseThrow(SignIn::refused);
        rehash(user, password);
        MintedSession minted = sessions.mint(user.id(), user.credentialVersion(), device, "password").orElseThrow(SignIn::refused);
        limits.giveBack(Limit.SIGN_IN_ADDRESS, device.clientAddress());
        limits.giveBack(Limit.SIGN_IN_ACCOUNT, account);
        return payload.of(minted, user.id());
    }

    /**
     * Whose costs whoever has no password is given, from 0 to 1 among all who have one: the same person's for the same address. Hashes of the
     * earlier system take another time than those of today, and so nobody may always take today's (promise I10).
     */
    private double somewhere(String identifier) {
        return (ByteBuffer.wrap(secretKey.hash("nobody", identifier.toLowerCase(Locale.ROOT))).getInt() & Integer.MAX_VALUE) / (double) Integer.MAX_VALUE;
    }

    /**
     * What the failures of an account are counted under. An address from which the person was signed in lately has a count of its own:
     * a stranger who fails on purpose then locks nobody out of the places that person signs in from (promise A35).
     */
    private String accountKey(String identifier, Optional<User> found, Device device) {
        long userId = found.map(User::id).orElse(NOBODY); // asked for nobody too: the same work either way
        boolean familiar = sessions.knowsAddress(userId, device.clientAddress());
        String account = found.isPresent() ? "user:" + userId : "typed:" + identifier.toLowerCase(Locale.ROOT);
        return familiar ? account + " at " + device.clientAddress() : account;
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
