package org.notechondria.recovery;

import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import org.notechondria.account.Accounts;
import org.notechondria.account.EmailAddress;
import org.notechondria.account.User;
import org.notechondria.credential.CodeCheck;
import org.notechondria.credential.CodePurpose;
import org.notechondria.credential.MatchedCode;
import org.notechondria.limit.Limit;
import org.notechondria.limit.Limits;

/** Changes the address of whoever is signed in and reads the mail of the old one, then of the new one. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class EmailChange {
    private static final String UNIQUE_VIOLATION = "23505";

    @EJB
    private Accounts accounts;
    @EJB
    private IdentityCheck identity;
    @EJB
    private CodeMail mail;
    @EJB
    private EmailReplacement replacement;
    @Inject
    private CodeCheck codes;
    @Inject
    private Limits limits;

    /**
     * The first step. Says nothing of whether the address has an owner: the owner is told.
     *
     * @throws org.notechondria.problem.Problem 400 for a wrong identity code, and for the present address
     */
    public void begin(long userId, EmailAddress wanted, String identityCode, String client) {
        User person = accounts.byId(userId).orElseThrow();
        if (person.hasEmail(wanted)) {
            throw RecoveryProblems.presentAddress();
        }
        MatchedCode matched = identity.match(person, identityCode, client);
        limits.take(Limit.MAIL_ADDRESS, client); // after the match: who can't send a mail uses up nobody's
        limits.take(Limit.MAIL_ACCOUNT, CodeOwner.person(userId));
        limits.take(Limit.MAIL_ACCOUNT, wanted.text());
        mail.sendEmailChangeCode(person, matched, wanted, accounts.byEmail(wanted));
    }

    /**
     * The second step.
     *
     * @throws org.notechondria.problem.Problem 400 for a wrong code, and for an address that was taken since
     */
    public void prove(long userId, EmailAddress wanted, String typedCode, String client) {
        String owner = CodeOwner.person(userId);
        limits.take(Limit.CODE_ADDRESS, client);
        limits.take(Limit.CODE_ACCOUNT, owner);
        User person = accounts.byId(userId).orElseThrow();
        MatchedCode code = codes.evaluate(CodePurpose.EMAIL_CHANGE, owner, List.of(owner), wanted.text(), typedCode).orElseThrow(RecoveryProblems::wrongCode);
        EmailAddress old = person.email().orElseThrow(RecoveryProblems::wrongCode);
        try {
            replacement.replace(person, old, wanted, code);
        } catch (EJBException failed) {
            throw isTaken(failed) ? RecoveryProblems.wrongCode() : failed;
        }
    }

    /** True when the unique index had the last word: somebody else took the address at the same instant. */
    private static boolean isTaken(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        return cause != null && UNIQUE_VIOLATION.equals(((SQLException) cause).getSQLState());
    }
}
