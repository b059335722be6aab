package org.notechondria.authentication;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.notechondria.gate.LiveSession;
import org.notechondria.web.Access;
import org.notechondria.web.Api;

/** The cheapest authenticated call: for proxies and other services that ask who a request comes from (wire contract, section 4). */
@Path("auth/check")
@ApplicationScoped
@Produces(Api.JSON)
public class CheckResource {
    /** Stands for the one of the asking thread. Injected by JAX-RS, its look-up was a fifteenth of the whole call; by CDI it is half of that (docs/performance.md). */
    @Inject
    private HttpServletRequest request;

    public record Person(long id, String username) {
    }

    public record Answer(Person user, Long sessionId, Instant expiresAt) {
    }

    @GET
    @Access(Access.Level.CALLER)
    public Response check() {
        Authentication.Arrival arrival = (Authentication.Arrival) request.getAttribute(AuthenticationFilter.ARRIVAL);
        long userId = arrival.caller().userId();
        LiveSession session = arrival.session();
        Response.ResponseBuilder answer = Response.ok(new Answer(new Person(userId, arrival.username()),
                session == null ? null : session.sessionId(), session == null ? null : session.expiresAt()));
        // As text: for a number, the server looks for a way to write it, each time anew.
        answer.header("X-Auth-User-Id", Long.toString(userId)).header("X-Auth-Username", headerForm(arrival.username()));
        return session == null ? answer.build() : answer.header("X-Auth-Session-Id", Long.toString(session.sessionId())).build();
    }

    /** A header holds ASCII: names that moved in may hold more, which is percent-encoded. */
    private static String headerForm(String username) {
        boolean plain = username.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '%');
        return plain ? username : URLEncoder.encode(username, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
