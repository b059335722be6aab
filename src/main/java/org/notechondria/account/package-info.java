/** The person: user, profile, settings, avatar; the authentication payload, built in one class. */
package org.notechondria.account;
