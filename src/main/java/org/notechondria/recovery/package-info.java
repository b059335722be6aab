/**
 * Password reset and change, identity codes, e-mail change.
 * Each call is one bean that is not transactional (it limits, tries codes, hashes) and ends in one method of a transactional one:
 * {@link org.notechondria.recovery.CodeMail}, {@link org.notechondria.recovery.PasswordReplacement}, {@link org.notechondria.recovery.EmailReplacement}.
 * In those the person's row is locked before the codes and the sessions, and codes in the order of their purposes, so that no two wait for each
 * other in a circle.
 */
package org.notechondria.recovery;
