package org.notechondria.recovery;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Optional;
import org.notechondria.account.EmailAddress;
import org.notechondria.account.User;
import org.notechondria.configuration.SecretKey;
import org.notechondria.credential.CodePurpose;
import org.notechondria.credential.CodeSettings;
import org.notechondria.credential.MatchedCode;
import org.notechondria.credential.OneTimeCode;
import org.notechondria.credential.OneTimeCodes;
import org.notechondria.mail.Mail;
import org.notechondria.mail.Outbox;

/** Issues codes and mails them, both or neither. Each is bound to an address, so that none outlives a change of address. */
@Stateless
public class CodeMail {
    @EJB
    private OneTimeCodes codes;
    @EJB
    private Outbox outbox;
    @Inject
    private CodeSettings settings;
    @Inject
    private SecretKey secretKey;

    /** @param address an active person's */
    public void sendResetCode(User person, EmailAddress address) {
        OneTimeCode code = codes.issue(CodePurpose.PASSWORD_RESET, CodeOwner.person(person.id()), address.text());
        outbox.put(Mail.passwordReset(address.text(), person.username(), code.forMail(), settings.lifetime()));
    }

    /** Tells whoever reads the mail that there is no account to sign in to. With a code that nobody gets, so that it costs what the other does (promise I10). */
    public void sendNoAccount(EmailAddress address) {
        codes.issue(CodePurpose.PASSWORD_RESET, CodeOwner.behind(address, secretKey), address.text());
        outbox.put(Mail.passwordResetWithoutAccount(address.text()));
    }

    public void sendIdentityCode(User person, EmailAddress address) {
        OneTimeCode code = codes.issue(CodePurpose.IDENTITY, CodeOwner.person(person.id()), address.text());
        outbox.put(Mail.identityCode(address.text(), person.username(), code.forMail(), settings.lifetime()));
    }

    /**
     * Spends the identity code and writes to the new address: the code that proves it or, when it has an owner, a warning to the owner.
     *
     * @throws org.notechondria.problem.Problem 400 when somebody else was first with the identity code
     */
    public void sendEmailChangeCode(User person, MatchedCode identity, EmailAddress wanted, Optional<User> owner) {
        if (!codes.spend(identity)) {
            throw RecoveryProblems.wrongIdentityCode();
        }
        OneTimeCode code = codes.issue(CodePurpose.EMAIL_CHANGE, CodeOwner.person(person.id()), wanted.text());
        outbox.put(owner.map(other -> Mail.emailChangeTaken(wanted.text(), other.username()))
                .orElseGet(() -> Mail.emailChangeCode(wanted.text(), person.username(), code.forMail(), settings.lifetime())));
    }
}
