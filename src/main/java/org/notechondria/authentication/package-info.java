/** From an Authorization header to the caller of this request; the check call for proxies. */
package org.notechondria.authentication;
