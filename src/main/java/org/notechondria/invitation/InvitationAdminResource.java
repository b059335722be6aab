package org.notechondria.invitation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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
import org.notechondria.web.Access;
import org.notechondria.web.Api;
import org.notechondria.web.Caller;

/** The staff's calls about invitations (wire contract, section 5, beyond). Whoever is not staff learns nothing else, not even what is wrong with the body. */
@Path("admin/invitations")
@ApplicationScoped
@Produces(Api.JSON)
@Access(Access.Level.SESSION)
public class InvitationAdminResource {
    @Inject
    private Invitations invitations;
    @Inject
    private Staff staff;

    public record Row(long id, String label, int maxUses, int uses, Instant expiresAt, Instant createdAt) {
        static Row of(Invitation of) {
            return new Row(of.id(), of.label(), of.maxUses(), of.uses(), of.expiresAt(), of.createdAt());
        }
    }

    public record Rows(List<Row> invitations) {
    }

    /** @param code  shown here and never again */
    public record RowWithCode(long id, String label, int maxUses, int uses, Instant expiresAt, Instant createdAt, String code) {
        static RowWithCode of(Invitations.Created made) {
            Invitation of = made.invitation();
            return new RowWithCode(of.id(), of.label(), of.maxUses(), of.uses(), of.expiresAt(), of.createdAt(), made.code().onTheWire());
        }

        @Override
        public String toString() {
            return id + " ****";
        }
    }

    @GET
    public Rows list(@Context SecurityContext security) {
        staff.require(Caller.of(security).userId());
        return new Rows(invitations.list().stream().map(Row::of).toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(Body body, @Context SecurityContext security) {
        long caller = Caller.of(security).userId();
        staff.require(caller);
        return Response.status(201).entity(RowWithCode.of(invitations.create(caller, NewInvitation.from(body, invitations::isToCome)))).build();
    }

    @DELETE
    @Path("{id}/")
    public void delete(@PathParam("id") String id, @Context SecurityContext security) {
        staff.require(Caller.of(security).userId());
        if (!id.matches(Api.PLAIN_ID)) {
            throw InvitationProblems.notFound();
        }
        invitations.delete(Long.parseLong(id));
    }
}
