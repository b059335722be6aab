/** Password sign-in, sign-out, the probe, later the second factor. */
package org.notechondria.signin;
