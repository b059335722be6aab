package org.notechondria.recovery;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import org.notechondria.account.Accounts;
import org.notechondria.account.EmailAddress;
import org.notechondria.account.User;
import org.notechondria.credential.MatchedCode;
import org.notechondria.credential.OneTimeCodes;
import org.notechondria.mail.Mail;
import org.notechondria.mail.Outbox;

/** Puts a proven address in the place of the old one, which is told: all or nothing. */
@Stateless
public class EmailReplacement {
    @EJB
    private Accounts accounts;
    @EJB
    private OneTimeCodes codes;
    @EJB
    private Outbox outbox;

    /** @throws org.notechondria.problem.Problem 400 as to a wrong code when the address was taken, or the code spent, in between */
    public void replace(User person, EmailAddress old, EmailAddress proven, MatchedCode code) {
        if (!accounts.changeEmail(person.id(), old, proven) || !codes.spend(code)) {
            throw RecoveryProblems.wrongCode();
        }
        outbox.put(Mail.emailChanged(old.text(), person.username(), proven.masked()));
    }
}
