package org.notechondria.recovery;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import org.notechondria.account.Accounts;
import org.notechondria.account.User;
import org.notechondria.apikey.ApiKeys;
import org.notechondria.credential.CodePurpose;
import org.notechondria.credential.MatchedCode;
import org.notechondria.credential.OneTimeCodes;
import org.notechondria.credential.PasswordHash;
import org.notechondria.mail.Mail;
import org.notechondria.mail.Outbox;
import org.notechondria.problem.Problem;
import org.notechondria.session.Device;
import org.notechondria.session.EndedReason;
import org.notechondria.session.MintedSession;
import org.notechondria.session.Sessions;

/** Puts a new password in the place of the old one and ends every session that the old one made: all or nothing. Never hashes. */
@Stateless
public class PasswordReplacement {
    @EJB
    private Accounts accounts;
    @EJB
    private OneTimeCodes codes;
    @EJB
    private Sessions sessions;
    @EJB
    private ApiKeys apiKeys;
    @EJB
    private Outbox outbox;

    /**
     * @param checked  the person as read before the current password was compared
     * @param asking   the session that asks
     * @return the one session that the person has from now on
     * @throws Problem 400 when the password was changed, or the code spent, in between
     */
    public MintedSession rotate(User checked, MatchedCode identity, PasswordHash fresh, long asking, Device device) {
        long version = replace(checked, fresh, RecoveryProblems.wrongPassword());
        if (!codes.spend(identity)) {
            throw RecoveryProblems.wrongIdentityCode();
        }
        sessions.revokeAllOf(checked.id(), EndedReason.ROTATED, asking);
        return sessions.mint(checked.id(), version, device, "rotation").orElseThrow(RecoveryProblems::wrongPassword);
    }

    /**
     * Mints nothing. What the person's sessions had begun with other codes ends with them, and so does the API key: whoever forgot the password may have
     * lost more, and a key that a thief made at an open session would open what the session did.
     *
     * @throws Problem 400 when the password was changed, or the code spent, in between
     */
    public void reset(User checked, MatchedCode code, PasswordHash fresh) {
        replace(checked, fresh, RecoveryProblems.wrongCode());
        if (!codes.spend(code)) {
            throw RecoveryProblems.wrongCode();
        }
        codes.end(CodePurpose.IDENTITY, CodeOwner.person(checked.id()));
        codes.end(CodePurpose.EMAIL_CHANGE, CodeOwner.person(checked.id()));
        apiKeys.end(checked.id());
        sessions.revokeAllOf(checked.id(), EndedReason.RESET, null);
    }

    /** The first statement locks the person's row: a mint under way has committed by then, or finds a newer version (promise I7). */
    private long replace(User checked, PasswordHash fresh, Problem refusal) {
        long version = accounts.replacePassword(checked.id(), fresh, checked.credentialVersion()).orElseThrow(() -> refusal);
        checked.email().ifPresent(address -> outbox.put(Mail.passwordChanged(address.text(), checked.username())));
        return version;
    }
}
