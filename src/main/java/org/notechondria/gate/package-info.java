/**
 * Is this key alive, and whose? Memory that forgets at once, and trusts itself only while the database is heard; touches.
 * {@link org.notechondria.gate.SessionGate} answers; {@link org.notechondria.gate.RevocationBus} says for how long memory may.
 */
package org.notechondria.gate;
