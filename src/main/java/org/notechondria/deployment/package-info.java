/** Start-up: migrate -> administrator -> wipe; drain at the end; health, handshake, readiness. */
package org.notechondria.deployment;
