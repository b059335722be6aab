package org.notechondria.recovery;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.notechondria.account.Accounts;
import org.notechondria.account.EmailAddress;
import org.notechondria.account.User;
import org.notechondria.configuration.SecretKey;
import org.notechondria.credential.CodeCheck;
import org.notechondria.credential.CodePurpose;
import org.notechondria.credential.MatchedCode;
import org.notechondria.credential.Password;
import org.notechondria.credential.PasswordHashing;
import org.notechondria.limit.Limit;
import org.notechondria.limit.Limits;

/** Sets a forgotten password anew for whoever reads the account's mail; a stranger never learns whether there is an account. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PasswordReset {
    @EJB
    private Accounts accounts;
    @EJB
    private CodeMail mail;
    @EJB
    private PasswordReplacement replacement;
    @Inject
    private CodeCheck codes;
    @Inject
    private PasswordHashing hashing;
    @Inject
    private Limits limits;
    @Inject
    private SecretKey secretKey;

    /** @param client whose address asks */
    public void request(EmailAddress address, String client) {
        limits.take(Limit.MAIL_ADDRESS, client);
        limits.take(Limit.MAIL_ACCOUNT, address.text());
        activePersonAt(address).ifPresentOrElse(person -> mail.sendResetCode(person, address), () -> mail.sendNoAccount(address));
    }

    /** @throws org.notechondria.problem.Problem 400 for a wrong code, and for everybody who has none; 503, before it counts as a try, when too many are under way */
    public void confirm(EmailAddress address, String typedCode, Password fresh, String client) {
        hashing.unlessCrowded(() -> confirmed(address, typedCode, fresh, client));
    }

    private User confirmed(EmailAddress address, String typedCode, Password fresh, String client) {
        limits.take(Limit.CODE_ADDRESS, client);
        limits.take(Limit.CODE_ACCOUNT, address.text());
        Optional<User> person = activePersonAt(address);
        List<String> subjects = person.map(found -> List.of(CodeOwner.person(found.id()))).orElse(List.of());
        MatchedCode code = codes.evaluate(CodePurpose.PASSWORD_RESET, CodeOwner.behind(address, secretKey), subjects, address.text(), typedCode)
                .orElseThrow(RecoveryProblems::wrongCode);
        User proven = person.orElseThrow(RecoveryProblems::wrongCode);
        refuseOwnName(fresh, proven);
        replacement.reset(proven, code, hashing.hash(fresh));
        return proven;
    }

    /** Only now: before the code was right, this would have told a stranger which user name an address has. */
    private static void refuseOwnName(Password fresh, User proven) {
        List<String> objections = fresh.objections(proven.username());
        if (!objections.isEmpty()) {
            throw RecoveryProblems.unsuitablePassword(objections);
        }
    }

    private Optional<User> activePersonAt(EmailAddress address) {
        return accounts.byEmail(address).filter(User::isActive);
    }
}
