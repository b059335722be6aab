package org.notechondria.signin;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.sql.SQLException;
import java.util.Optional;
import org.notechondria.account.AuthenticationPayload;
import org.notechondria.authentication.Authorization;
import org.notechondria.gate.LiveSession;
import org.notechondria.gate.SessionGate;
import org.notechondria.problem.Problem;
import org.notechondria.session.SessionKey;
import org.notechondria.session.Sessions;
import org.notechondria.web.Access;
import org.notechondria.web.Api;

/** The session probe (wire contract, section 4): always 200 but when the database can't be asked; mints nothing, rolls nothing. */
@Path("auth/session")
@ApplicationScoped
@Produces(Api.JSON)
public class ProbeResource {
    @Inject
    private SessionGate gate;
    @EJB
    private Sessions sessions;
    @Inject
    private AuthenticationPayload payload;

    public record SignedOut(boolean authenticated) {
    }

    @GET
    @Access(Access.Level.UNCHECKED)
    public Object probe(@Context HttpHeaders headers) throws SQLException {
        Optional<SessionKey> key = keyIn(headers);
        Optional<SessionGate.Peeked> peeked = key.isEmpty() ? Optional.empty() : gate.peek(key.get());
        if (peeked.isEmpty()) {
            return new SignedOut(false);
        }
        LiveSession live = peeked.get().session();
        AuthenticationPayload.Device device = new AuthenticationPayload.Device(live.sessionId(), peeked.get().deviceLabel(), live.createdAt(), live.lastSeenAt());
        return payload.of(key.get(), device, sessions.countOthers(live.userId(), live.sessionId()), live.userId());
    }

    /** A header that the filter would refuse is no credential here. */
    private static Optional<SessionKey> keyIn(HttpHeaders headers) {
        try {
            return Authorization.of(headers.getRequestHeader(HttpHeaders.AUTHORIZATION)).sessionKey();
        } catch (Problem notACredential) {
            return Optional.empty();
        }
    }
}
