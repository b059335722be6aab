/**
 * Is this key alive, and whose? Memory that forgets at once, and trusts itself only while the database is heard; touches.
 * {@link org.notechondria.gate.SessionGate} answers; {@link org.notechondria.gate.RevocationBus} says for how long memory may.
 * What a request calls here is public even in a class that is not: the proxies of CDI call all else by reflection.
 */
package org.notechondria.gate;
