package org.notechondria.oauth;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.notechondria.account.Accounts;
import org.notechondria.account.AuthenticationPayload;
import org.notechondria.account.EmailAddress;
import org.notechondria.problem.Problem;
import org.notechondria.provider.Identity;
import org.notechondria.provider.Provider;
import org.notechondria.session.Device;

/** Signs somebody in whom a provider vouches for; what an e-mail address may and may not prove is decided here. */
@ApplicationScoped
class OAuthSignIn {
    private static final int TRIES = 5;

    @EJB
    private Proof proof;
    @EJB
    private Arrival arrival;
    @EJB
    private Accounts accounts;
    @Inject
    private FreeName freeName;

    /**
     * @param intent  login or register
     * @throws Problem 404 with {@code not_registered} for a login without an account; 409 when the address has an account that is not linked; 403 for a
     *                 deactivated one; what {@link Proof} throws
     */
    AuthenticationPayload.SignedIn by(Provider provider, Intent intent, BroughtBack back, Device device) {
        Identity identity = proof.of(provider, intent, null, back, device.clientAddress());
        for (int i = 0; i < TRIES; i++) { // each step finds out that another request was faster, and looks again
            Optional<AuthenticationPayload.SignedIn> signedIn = arrival.signIn(provider, identity, device).or(() -> join(provider, intent, identity, back, device));
            if (signedIn.isPresent()) {
                return signedIn.get();
            }
        }
        throw OAuthProblems.crowded();
    }

    /** For an identity that is linked to nobody. Empty when that changed meanwhile. */
    private Optional<AuthenticationPayload.SignedIn> join(Provider provider, Intent intent, Identity identity, BroughtBack back, Device device) {
        Optional<EmailAddress> email = identity.email().flatMap(EmailAddress::parse);
        if (email.flatMap(accounts::byEmail).isPresent()) {
            return arrival.adopt(email.get(), provider, identity, device);
        }
        if (intent == Intent.LOGIN) {
            throw OAuthProblems.notRegistered(provider);
        }
        String username = freeName.of(identity, provider.name().equals(Provider.GITHUB));
        return arrival.register(username, email.filter(any -> identity.emailVerified()), provider, identity, back.invitationCode(), device);
    }
}
