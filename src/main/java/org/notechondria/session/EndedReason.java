package org.notechondria.session;

import java.util.Locale;

/** Why a session ended before its time. {@code deactivated} is written by the database's trigger alone. */
public enum EndedReason {
    SIGNED_OUT, REVOKED, ROTATED, RESET, DEPLOYMENT;

    String stored() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
