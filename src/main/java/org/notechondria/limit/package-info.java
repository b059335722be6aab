/** Rate limits. */
package org.notechondria.limit;
