/** What every resource shares: who calls, from where, what is open to whom, how many at once, CORS, security headers. */
package org.notechondria.web;
