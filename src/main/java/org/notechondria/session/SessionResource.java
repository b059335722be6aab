package org.notechondria.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.List;
import org.notechondria.body.Body;
import org.notechondria.body.Fields;
import org.notechondria.web.Access;
import org.notechondria.web.Api;
import org.notechondria.web.Caller;

/** A person's own sessions on the wire (contract, section 4): list, rename, revoke. */
@Path("auth")
@ApplicationScoped
@Produces(Api.JSON)
public class SessionResource {
    @Inject
    private Sessions sessions;

    /** One row of the list: never the key, nor any hash of it. */
    public record Row(long id, String deviceLabel, String userAgent, String ipHashPrefix, Instant createdAt, Instant lastSeenAt, boolean isCurrent) {
        static Row of(Session session, Caller caller) {
            boolean current = caller.sessionId() != null && caller.sessionId() == session.id();
            return new Row(session.id(), session.deviceLabel(), session.userAgent(), session.clientHashPrefix(), session.createdAt(), session.lastSeenAt(), current);
        }
    }

    public record Sheet(List<Row> sessions, Long currentSessionId) {
    }

    public record Revoked(int revoked) {
    }

    @GET
    @Path("sessions/")
    @Access(Access.Level.CALLER)
    public Sheet list(@Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return new Sheet(sessions.activeOf(caller.userId(), caller.sessionId()).stream().map(session -> Row.of(session, caller)).toList(), caller.sessionId());
    }

    @DELETE
    @Path("sessions/{id}/")
    @Access(Access.Level.SESSION)
    public Response revoke(@PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        sessions.revoke(idOf(id), caller.userId(), EndedReason.REVOKED, caller.sessionId());
        return Response.noContent().build();
    }

    @DELETE
    @Path("sessions/")
    @Access(Access.Level.SESSION)
    public Revoked revokeOthers(@Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return new Revoked(sessions.revokeOthers(caller.userId(), caller.sessionId()));
    }

    @PATCH
    @Path("sessions/{id}/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Access(Access.Level.SESSION)
    public Row rename(@PathParam("id") String id, Body body, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Fields fields = body.fields();
        DeviceLabel label = labelFrom(fields);
        return Row.of(sessions.rename(idOf(id), caller.userId(), label), caller);
    }

    private static DeviceLabel labelFrom(Fields fields) {
        String sent = fields.text("device_label");
        if (sent.codePointCount(0, sent.length()) > DeviceLabel.LONGEST) {
            fields.reject("device_label", "Ensure this field has no more than " + DeviceLabel.LONGEST + " characters.");
        }
        DeviceLabel label = DeviceLabel.named(sent).orElse(null);
        if (label == null && fields.accepts("device_label")) {
            fields.reject("device_label", "This field may not be blank.");
        }
        fields.done();
        return label;
    }

    private static long idOf(String sent) {
        if (!sent.matches(Api.PLAIN_ID)) {
            throw SessionProblems.notFound();
        }
        return Long.parseLong(sent);
    }
}
