package org.notechondria.registration;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.notechondria.account.EmailAddress;
import org.notechondria.account.Names;
import org.notechondria.account.Username;
import org.notechondria.body.Fields;
import org.notechondria.credential.Password;
import org.notechondria.invitation.Invitations;

/** Judges what somebody typed to register, all of it, so that every rejected field is named. Whether the address has an account is not asked here. */
@ApplicationScoped
class RegistrationForm {
    @EJB
    private Names names;
    @EJB
    private Invitations invitations;

    /** @throws org.notechondria.problem.Problem 400 that names every rejected field */
    Applicant read(Fields fields) {
        Optional<Username> username = username(fields);
        Optional<EmailAddress> email = email(fields);
        Password password = password(fields, username, email);
        Long invitationId = invitation(fields);
        fields.done();
        return new Applicant(username.orElseThrow(), email.orElseThrow(), password, invitationId);
    }

    /** Empty when it was rejected. */
    static Optional<EmailAddress> email(Fields fields) {
        Optional<EmailAddress> email = EmailAddress.parse(fields.text("email"));
        if (email.isEmpty() && fields.accepts("email")) {
            fields.reject("email", EmailAddress.RULE);
        }
        return email;
    }

    private Optional<Username> username(Fields fields) {
        Optional<Username> username = Username.parse(fields.text("username"));
        if (username.isEmpty() && fields.accepts("username")) {
            fields.reject("username", Username.RULE);
        } else if (username.isPresent() && !names.isFree(username.get())) {
            fields.reject("username", RegistrationProblems.NAME_TAKEN);
        }
        return username;
    }

    private static Password password(Fields fields, Optional<Username> username, Optional<EmailAddress> email) {
        Password password = Password.of(fields.text("password"));
        if (fields.accepts("password")) {
            password.objections(username.map(Username::text).orElse(""), email.map(EmailAddress::text).orElse(""))
                    .forEach(objection -> fields.reject("password", objection));
        }
        return password;
    }

    /** A code that is given must be good even when none is required. */
    private Long invitation(Fields fields) {
        Optional<String> typed = fields.optionalText("invitation_code").filter(code -> !code.isEmpty());
        Optional<Long> found = typed.flatMap(invitations::find); // once: it may be used up a moment later
        if (fields.accepts("invitation_code")) {
            invitations.objectionTo(typed, found).ifPresent(objection -> fields.reject("invitation_code", objection));
        }
        return found.orElse(null);
    }
}
