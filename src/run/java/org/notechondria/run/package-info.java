/** The launcher of mvn -Prun: embedded PostgreSQL, keys, Payara Micro as a child process. Never in the WAR. */
package org.notechondria.run;
