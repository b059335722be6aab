/** Sign-in through other providers, binding. */
package org.notechondria.oauth;
