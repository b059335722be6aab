/** Invitations and their staff calls. */
package org.notechondria.invitation;
