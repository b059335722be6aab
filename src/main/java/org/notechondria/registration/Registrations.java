package org.notechondria.registration;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.notechondria.account.Accounts;
import org.notechondria.account.EmailAddress;
import org.notechondria.account.Names;
import org.notechondria.account.User;
import org.notechondria.configuration.SecretKey;
import org.notechondria.credential.CodePurpose;
import org.notechondria.credential.CodeSettings;
import org.notechondria.credential.OneTimeCode;
import org.notechondria.credential.OneTimeCodes;
import org.notechondria.credential.PasswordHash;
import org.notechondria.mail.Mail;
import org.notechondria.mail.Outbox;

/** Keeps the pending registrations, each with its hold on a name and its code: one transaction for each of the things that happen to them. */
@Stateless
public class Registrations {
    private static final int SWEPT_AT_ONCE = 500;

    @PersistenceContext
    private EntityManager em;
    @EJB
    private Accounts accounts;
    @EJB
    private Names names;
    @EJB
    private OneTimeCodes codes;
    @EJB
    private Outbox outbox;
    @Inject
    private CodeSettings settings;
    @Inject
    private SecretKey secretKey;
    @Inject
    private Event<FreshCodesWished> wished;

    /** Observed after the commit, for the one that fulfils wishes. */
    record FreshCodesWished() {
    }

    /**
     * Adds one and mails its code; does nothing while five of the address wait. The owner of an address that has an account is told
     * instead: everything else happens as for anybody, so that nothing outside tells the two apart.
     *
     * @return the registration's id, or one that looks like it
     * @throws org.notechondria.problem.Problem 400 when the name was taken in between
     */
    public long add(Applicant applicant, PasswordHash hash) {
        lock(applicant.email());
        long id = Registration.randomId();
        int added = em.createNamedQuery("Registration.add").setParameter(1, id).setParameter(2, applicant.username().text())
                .setParameter(3, applicant.email().text()).setParameter(4, hash.forTheTable()).setParameter(5, applicant.invitationId())
                .setParameter(6, seconds()).executeUpdate();
        if (added == 0) {
            return id;
        }
        if (!names.hold(applicant.username(), id, settings.lifetime())) {
            throw RegistrationProblems.nameTaken();
        }
        em.createNamedQuery("VerificationRound.restart").setParameter(1, pseudonym(applicant.email())).executeUpdate();
        OneTimeCode code = issue(id, applicant.email());
        Optional<User> owner = accounts.byEmail(applicant.email());
        outbox.put(owner.isPresent() ? Mail.addressTakenRegistration(applicant.email().text(), owner.get().username())
                : mail(applicant.email(), applicant.username().text(), code));
        return id;
    }

    /** Notes that somebody asked for fresh codes of whatever waits for this address: the same work for every address (promise I10). */
    public void wishForFreshCodes(EmailAddress email) {
        em.createNamedQuery("ResendWish.add").setParameter(1, email.text()).executeUpdate();
        wished.fire(new FreshCodesWished());
    }

    /**
     * At most once a minute for an address: fresh codes for all that wait for it, a mail each; one mail says that there is an account, or that nothing waits,
     * where that is so. For a caller in the background. False: nobody wishes anything.
     */
    public boolean fulfilOldestWish() {
        List<?> oldest = em.createNamedQuery("ResendWish.takeOldest").getResultList();
        for (Object taken : oldest) {
            Object[] wish = (Object[]) taken;
            renew(new EmailAddress((String) wish[0]), wish[1]);
        }
        return !oldest.isEmpty();
    }

    private void renew(EmailAddress email, Object askedAt) {
        lock(email);
        if (em.createNamedQuery("VerificationRound.begin").setParameter(1, pseudonym(email)).setParameter(2, askedAt).executeUpdate() == 0) {
            return;
        }
        Optional<User> owner = accounts.byEmail(email);
        List<Mail> withCodes = renewed(email);
        if (owner.isPresent()) {
            outbox.put(Mail.resendOwned(email.text(), owner.get().username()));
        } else if (withCodes.isEmpty()) {
            outbox.put(Mail.resendNothingWaits(email.text()));
        } else {
            withCodes.forEach(outbox::put);
        }
    }

    private List<Mail> renewed(EmailAddress email) {
        List<Registration> renewed = em.createNamedQuery("Registration.renew", Registration.class)
                .setParameter(1, email.text()).setParameter(2, seconds()).getResultList();
        renewed.sort(Comparator.comparingLong(Registration::id)); // the order in which codes are issued and tried
        List<Mail> mails = new ArrayList<>();
        for (Registration registration : renewed) {
            if (names.prolong(registration.id(), settings.lifetime())) { // else it expired a moment ago and somebody else has its name
                mails.add(mail(email, registration.username(), issue(registration.id(), email)));
            }
        }
        return mails;
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<Long> pendingOf(EmailAddress email) {
        List<?> ids = em.createNamedQuery("Registration.pendingOf").setParameter(1, email.text()).getResultList();
        return ids.stream().map(id -> ((Number) id).longValue()).toList();
    }

    /** Takes the registration away, to make a person of it; empty when it has expired or gone. Joins the caller's transaction. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public Optional<Registration> take(long id, EmailAddress email) {
        return em.createNamedQuery("Registration.take", Registration.class).setParameter(1, id).setParameter(2, email.text()).getResultList().stream().findFirst();
    }

    /** Until the end of the caller's transaction no other changes the registrations of this address. Comes before any other lock. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public void lock(EmailAddress email) {
        em.createNamedQuery("Registration.lockAddress").setParameter(1, email.text()).getSingleResult();
    }

    /** Deletes a small batch of what has expired; more than zero: there may be more. For a caller in the background. */
    public int sweep() {
        return em.createNamedQuery("Registration.sweep").setParameter(1, SWEPT_AT_ONCE).executeUpdate() + names.sweep()
                + em.createNamedQuery("VerificationRound.sweep").setParameter(1, SWEPT_AT_ONCE).executeUpdate()
                + em.createNamedQuery("ResendWish.sweep").setParameter(1, SWEPT_AT_ONCE).executeUpdate();
    }

    private OneTimeCode issue(long id, EmailAddress email) {
        return codes.issue(CodePurpose.REGISTRATION, Registration.subjectOf(id), email.text());
    }

    private Mail mail(EmailAddress email, String username, OneTimeCode code) {
        return Mail.verifyRegistration(email.text(), username, code.forMail(), settings.lifetime());
    }

    private String pseudonym(EmailAddress email) {
        return email.pseudonym(secretKey);
    }

    private double seconds() {
        return settings.lifetime().toNanos() / 1e9;
    }
}
