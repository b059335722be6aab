package org.notechondria.registration;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import org.notechondria.account.Accounts;
import org.notechondria.account.AuthenticationPayload;
import org.notechondria.account.EmailAddress;
import org.notechondria.account.NewPeople;
import org.notechondria.credential.MatchedCode;
import org.notechondria.credential.OneTimeCodes;
import org.notechondria.invitation.Invitations;
import org.notechondria.session.Device;
import org.notechondria.session.MintedSession;
import org.notechondria.session.Sessions;

/** Makes a person of the registration whose code was typed: code, person, name, invitation and session in one transaction, all or nothing. */
@Stateless
public class Activation {
    @EJB
    private Registrations registrations;
    @EJB
    private OneTimeCodes codes;
    @EJB
    private NewPeople people;
    @EJB
    private Accounts accounts;
    @EJB
    private Invitations invitations;
    @EJB
    private Sessions sessions;
    @Inject
    private AuthenticationPayload payload;

    /**
     * Also reads what is to be answered: a code that was spent for an answer that nobody could get would be lost.
     *
     * @throws org.notechondria.problem.Problem 400 when the code was spent, or the registration can no longer become an account; nothing was changed then
     */
    public AuthenticationPayload.SignedIn activate(EmailAddress email, MatchedCode code, Device device) {
        registrations.lock(email);
        if (!codes.spend(code)) {
            throw RegistrationProblems.invalidCode();
        }
        Registration registration = registrations.take(Registration.idIn(code.subject()), email).orElseThrow(RegistrationProblems::invalidCode);
        long userId = people.add(Accounts.NewUser.registered(registration.username(), email, registration.password()), registration.id())
                .orElseThrow(RegistrationProblems::invalidCode);
        if (registration.invitationId().isPresent() && !invitations.use(registration.invitationId().get())) {
            throw RegistrationProblems.invitationGone();
        }
        long version = accounts.byId(userId).orElseThrow().credentialVersion();
        MintedSession session = sessions.mint(userId, version, device, "registration").orElseThrow(RegistrationProblems::invalidCode);
        return payload.of(session, userId);
    }
}
