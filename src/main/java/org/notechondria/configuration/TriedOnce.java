package org.notechondria.configuration;

import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;

/** Turns off what EclipseLink does when the database is away: it tries three times more and sleeps five seconds between, on the thread of a request. */
public final class TriedOnce implements SessionCustomizer {

    @Override
    public void customize(Session session) {
        session.getLogin().setConnectionHealthValidatedOnError(false); // of a read
        session.getLogin().setQueryRetryAttemptCount(0); // of a transaction's beginning, whatever the name says
    }
}
