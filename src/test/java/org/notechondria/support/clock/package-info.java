/** A node's wall clock that a test moves while the node runs, as an operator or a time server would; the monotonic clock goes on as ever. */
package org.notechondria.support.clock;
