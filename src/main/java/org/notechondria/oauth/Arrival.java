package org.notechondria.oauth;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Optional;
import org.notechondria.account.Accounts;
import org.notechondria.account.AuthenticationPayload;
import org.notechondria.account.EmailAddress;
import org.notechondria.account.NewPeople;
import org.notechondria.account.User;
import org.notechondria.invitation.Invitations;
import org.notechondria.provider.Identity;
import org.notechondria.provider.Provider;
import org.notechondria.session.Device;
import org.notechondria.session.MintedSession;
import org.notechondria.session.Sessions;

/** What becomes of somebody whom a provider has proven: signed in, linked and signed in, or made and signed in. Each in one transaction, all or nothing. */
@Stateless
public class Arrival {
    private static final int LONGEST_NAME = 150;

    @EJB
    private SocialAccounts links;
    @EJB
    private Accounts accounts;
    @EJB
    private NewPeople people;
    @EJB
    private Invitations invitations;
    @EJB
    private Sessions sessions;
    @Inject
    private AuthenticationPayload payload;

    /**
     * Signs in whoever the identity is linked to; empty when it is nobody.
     *
     * @throws org.notechondria.problem.Problem 403 for a deactivated account
     */
    public Optional<AuthenticationPayload.SignedIn> signIn(Provider provider, Identity identity, Device device) {
        Optional<User> person = links.userOf(identity).flatMap(accounts::forSignIn);
        if (person.isEmpty() || !links.userOf(identity).equals(person.map(User::id))) {
            return Optional.empty(); // the second look: unlinked while we waited for the person's row
        }
        return Optional.of(mint(person.get(), provider, device));
    }

    /**
     * Links the identity to the account with its e-mail address and signs in, where both sides have proven that address.
     *
     * @return empty when the identity was linked in between: nothing was done
     * @throws org.notechondria.problem.Problem 409 where one of them has not: an address alone is no proof of who somebody is
     */
    public Optional<AuthenticationPayload.SignedIn> adopt(EmailAddress email, Provider provider, Identity identity, Device device) {
        links.lock(identity);
        if (links.userOf(identity).isPresent()) {
            return Optional.empty();
        }
        User owner = accounts.byEmail(email).map(User::id).flatMap(accounts::forSignIn).orElseThrow(() -> OAuthProblems.accountExists(provider));
        boolean proven = identity.emailVerified() && owner.isEmailVerified() && owner.hasEmail(email);
        if (!proven || !owner.isActive() || !links.add(owner.id(), provider, identity)) {
            throw OAuthProblems.accountExists(provider);
        }
        links.tell(owner, provider);
        return Optional.of(mint(owner, provider, device));
    }

    /**
     * Makes a person without a password.
     *
     * @param username  one that was free a moment ago
     * @param email     empty when none is proven
     * @return empty when somebody else took the name, the address or the identity in between: nothing was made
     * @throws org.notechondria.problem.Problem 400 when an invitation is needed, or the one that was brought will not do
     */
    public Optional<AuthenticationPayload.SignedIn> register(String username, Optional<EmailAddress> email, Provider provider, Identity identity, Optional<String> invitation, Device device) {
        links.lock(identity);
        if (links.userOf(identity).isPresent()) {
            return Optional.empty();
        }
        Optional<Long> found = invitation.flatMap(invitations::find);
        invitations.objectionTo(invitation, found).ifPresent(objection -> {
            throw OAuthProblems.rejectedInvitation(objection);
        });
        Accounts.NewUser newcomer = new Accounts.NewUser(username, email.orElse(null), null, false, cut(identity.firstName()), cut(identity.lastName()));
        Optional<Long> made = people.add(newcomer, null);
        if (made.isEmpty()) {
            return Optional.empty();
        }
        if (found.isPresent() && !invitations.use(found.get())) {
            throw OAuthProblems.rejectedInvitation("The invitation is no longer valid.");
        }
        links.add(made.get(), provider, identity);
        return Optional.of(mint(accounts.forSignIn(made.get()).orElseThrow(), provider, device));
    }

    private AuthenticationPayload.SignedIn mint(User person, Provider provider, Device device) {
        MintedSession minted = sessions.mint(person.id(), person.credentialVersion(), device, "oauth:" + provider.name()).orElseThrow(OAuthProblems::disabled);
        return payload.of(minted, person.id());
    }

    private static String cut(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST_NAME ? name : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME));
    }
}
