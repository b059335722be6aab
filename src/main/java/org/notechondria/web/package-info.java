/** What every resource shares: who calls, from where, what is open to whom, CORS, security headers. */
package org.notechondria.web;
