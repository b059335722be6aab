package org.notechondria.authentication;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.notechondria.session.LiveSession;
import org.notechondria.session.SessionGate;
import org.notechondria.web.Caller;
import org.notechondria.web.Problem;

/** Turns the {@code Authorization} headers of a request into who came. */
@ApplicationScoped
class Authentication {
    @Inject
    private SessionGate gate;

    /**
     * Who came, and by what: the session when it was one.
     *
     * @param username  of the person
     */
    record Arrival(Caller caller, String username, LiveSession session) {
    }

    /** @throws Problem 401 for a credential that is not good; empty when there is none of ours */
    Optional<Arrival> of(List<String> headers) throws SQLException {
        Authorization sent = Authorization.of(headers);
        if (sent.sessionKey().isPresent()) {
            LiveSession session = gate.admit(sent.sessionKey().get());
            return Optional.of(new Arrival(Caller.bySession(session.userId(), session.sessionId()), session.username(), session));
        }
        if (sent.apiKey().isPresent()) {
            throw Problem.of(401, "invalid-api-key", "Invalid API key.").challenge("Bearer");
        }
        return Optional.empty();
    }
}
