/** The person: user, profile, names; the authentication payload, built in one class. */
package org.notechondria.account;
