/** What every resource shares: Caller, ClientAddress, JSON, problem bodies, CORS, security headers. */
package org.notechondria.web;
