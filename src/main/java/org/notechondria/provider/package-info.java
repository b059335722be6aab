/** Talks to Google, GitHub and OpenID Connect providers: who is this, says whom? Bounded in time, size and number. */
package org.notechondria.provider;
