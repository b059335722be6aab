/**
 * THE CORE. What a session is, how long it lives, who holds which, how it ends.
 * Start at {@link org.notechondria.session.Sessions}: mint, revoke, rotate, sweep, wipe. The room {@code gate}
 * alone answers "is this key alive, and whose?", and touches.
 */
package org.notechondria.session;
