package org.notechondria.registration;

import org.notechondria.account.EmailAddress;
import org.notechondria.account.Username;
import org.notechondria.credential.Password;

/**
 * Somebody whose registration has nothing against it so far.
 *
 * @param invitationId  the invitation that was given; null for none
 */
record Applicant(Username username, EmailAddress email, Password password, Long invitationId) {
}
