/** Passwords (Argon2id, imported formats, policy) and one-time codes. */
package org.notechondria.credential;
