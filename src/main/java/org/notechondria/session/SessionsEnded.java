package org.notechondria.session;

import java.util.List;

/** Fired in the transaction that ends sessions, for whoever remembers them to forget them with its commit. */
public record SessionsEnded(List<KeyDigest> digests) {
}
