/** What a client is told when something goes wrong: problem bodies, and the one place that makes them of exceptions. */
package org.notechondria.problem;
