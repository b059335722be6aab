/** Personal keys for programs. */
package org.notechondria.apikey;
