package org.notechondria.authentication;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.notechondria.apikey.ApiKey;
import org.notechondria.apikey.ApiKeys;
import org.notechondria.gate.LiveSession;
import org.notechondria.gate.SessionGate;
import org.notechondria.session.SessionProblems;
import org.notechondria.web.Caller;

/** Turns the {@code Authorization} headers of a request into who came. */
@ApplicationScoped
class Authentication {
    @Inject
    private SessionGate gate;
    @EJB
    private ApiKeys apiKeys;

    /**
     * Who came, and by what: the session when it was one.
     *
     * @param username  of the person
     * @param session   null for an API key
     */
    record Arrival(Caller caller, String username, LiveSession session) {
    }

    /** @throws org.notechondria.problem.Problem 401 for a credential that is not good; empty when there is none of ours */
    public Optional<Arrival> of(List<String> headers) throws SQLException {
        Authorization sent = Authorization.of(headers);
        if (sent.sessionKey().isPresent()) {
            LiveSession session = gate.admit(sent.sessionKey().get());
            return Optional.of(new Arrival(Caller.bySession(session.userId(), session.sessionId()), session.username(), session));
        }
        if (sent.apiKey().isPresent()) {
            return Optional.of(byApiKey(sent.apiKey().get()));
        }
        return Optional.empty();
    }

    private Arrival byApiKey(String sent) {
        ApiKeys.Found key = ApiKey.parse(sent).flatMap(apiKeys::find).orElseThrow(AuthenticationProblems::invalidApiKey);
        if (!key.active()) {
            throw SessionProblems.disabled();
        }
        return new Arrival(Caller.byApiKey(key.userId(), key.id()), key.username(), null);
    }
}
