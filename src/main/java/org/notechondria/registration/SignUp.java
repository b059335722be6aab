package org.notechondria.registration;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.notechondria.account.AuthenticationPayload;
import org.notechondria.account.EmailAddress;
import org.notechondria.body.Fields;
import org.notechondria.configuration.SecretKey;
import org.notechondria.credential.CodeCheck;
import org.notechondria.credential.CodePurpose;
import org.notechondria.credential.MatchedCode;
import org.notechondria.credential.PasswordHash;
import org.notechondria.credential.PasswordHashing;
import org.notechondria.limit.Limit;
import org.notechondria.limit.Limits;
import org.notechondria.session.Device;

/** Takes a stranger from a form to an account by way of a mailed code. Not transactional: hashing, and counting a try, come before the one transaction of each step. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SignUp {
    @EJB
    private Registrations registrations;
    @EJB
    private Activation activation;
    @Inject
    private RegistrationForm form;
    @Inject
    private Limits limits;
    @Inject
    private PasswordHashing hashing;
    @Inject
    private CodeCheck check;
    @Inject
    private SecretKey secretKey;

    /** What is answered to everybody, whether or not the address has an account. */
    public record Accepted(long registrationId, EmailAddress email) {
    }

    /**
     * @param client the client's address
     * @throws org.notechondria.problem.Problem 503, before it counts, when too many are under way
     */
    public Accepted register(Fields fields, String client) {
        return hashing.unlessCrowded(() -> registered(fields, client));
    }

    private Accepted registered(Fields fields, String client) {
        limits.take(Limit.REGISTER_ADDRESS, client);
        Applicant applicant = form.read(fields);
        limitMails(applicant.email(), client);
        PasswordHash hash = hashing.hash(applicant.password());
        return new Accepted(registrations.add(applicant, hash), applicant.email());
    }

    /** Fresh codes, soon, for whoever waits for one; says nothing about whether anybody does. */
    public void resend(EmailAddress email, String client) {
        limitMails(email, client);
        registrations.wishForFreshCodes(email);
    }

    /**
     * @param registrationId  whose code alone is compared; empty: that of every pending registration of the address
     * @throws org.notechondria.problem.Problem 400 for a code that activates nothing, 429 after too many
     */
    public AuthenticationPayload.SignedIn verify(EmailAddress email, String code, Optional<Long> registrationId, Device device) {
        limits.take(Limit.CODE_ADDRESS, device.clientAddress());
        limits.take(Limit.CODE_ACCOUNT, email.text());
        List<String> subjects = registrations.pendingOf(email).stream().filter(id -> registrationId.isEmpty() || registrationId.get().equals(id))
                .map(Registration::subjectOf).toList();
        MatchedCode right = check.evaluate(CodePurpose.REGISTRATION, person(email), subjects, email.text(), code).orElseThrow(RegistrationProblems::invalidCode);
        return activation.activate(email, right, device);
    }

    /** The client first: one that is refused takes nothing from whoever owns the address. */
    private void limitMails(EmailAddress email, String client) {
        limits.take(Limit.MAIL_ADDRESS, client);
        limits.take(Limit.MAIL_ACCOUNT, email.text());
    }

    /** Whose tries are counted: the address, for there is no person yet; hashed, for the count outlives the registration. */
    private String person(EmailAddress email) {
        return "address:" + email.pseudonym(secretKey);
    }
}
