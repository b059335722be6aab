/** The data source behind the server's pool; a library of the server's, beside its driver. */
package org.notechondria.pool;
