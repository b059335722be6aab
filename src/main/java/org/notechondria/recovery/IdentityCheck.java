package org.notechondria.recovery;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import org.notechondria.account.Accounts;
import org.notechondria.account.EmailAddress;
import org.notechondria.account.User;
import org.notechondria.credential.CodeCheck;
import org.notechondria.credential.CodePurpose;
import org.notechondria.credential.MatchedCode;
import org.notechondria.limit.Limit;
import org.notechondria.limit.Limits;

/** Finds out whether whoever is signed in also reads the account's mail: a stolen session alone changes nothing. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class IdentityCheck {
    @EJB
    private Accounts accounts;
    @EJB
    private CodeMail mail;
    @Inject
    private CodeCheck codes;
    @Inject
    private Limits limits;

    /**
     * @param client  whose address asks
     * @return where the code went
     * @throws org.notechondria.problem.Problem 400 when the person has no address
     */
    public EmailAddress sendCode(long userId, String client) {
        User person = accounts.byId(userId).orElseThrow();
        EmailAddress address = person.email().orElseThrow(RecoveryProblems::noAddress);
        limits.take(Limit.MAIL_ADDRESS, client);
        limits.take(Limit.MAIL_ACCOUNT, CodeOwner.person(userId)); // not the address: strangers empty that bucket with resets
        mail.sendIdentityCode(person, address);
        return address;
    }

    /** Counts a try. @throws org.notechondria.problem.Problem 400 for a wrong code */
    public MatchedCode match(User person, String typed, String client) {
        String owner = CodeOwner.person(person.id());
        limits.take(Limit.CODE_ADDRESS, client);
        limits.take(Limit.CODE_ACCOUNT, owner);
        String address = person.email().map(EmailAddress::text).orElse("");
        return codes.evaluate(CodePurpose.IDENTITY, owner, List.of(owner), address, typed).orElseThrow(RecoveryProblems::wrongIdentityCode);
    }
}
