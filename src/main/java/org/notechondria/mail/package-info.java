/** Outbox, templates, SMTP.
 * Start at {@link org.notechondria.mail.Outbox}: another room makes a {@link org.notechondria.mail.Mail} and puts it there, inside its own transaction.
 * {@link org.notechondria.mail.MailDelivery} sends what was committed, later and elsewhere. This room stands on {@code configuration} and {@code web} only.
 */
package org.notechondria.mail;
