package org.notechondria.invitation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.notechondria.body.Body;
import org.notechondria.body.Fields;
import org.notechondria.web.Access;
import org.notechondria.web.Api;

/** The public question whether a code is needed and good (wire contract, section 5). */
@Path("auth")
@ApplicationScoped
@Produces(Api.JSON)
public class InvitationResource {

    @Inject
    private Invitations invitations;

    /** @param valid  also true when no code is needed */
    public record Validity(boolean required, boolean valid) {
    }

    @POST
    @Path("validate-invitation/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Access(Access.Level.PUBLIC)
    public Validity validate(Body body) {
        Fields fields = body.fields();
        String typed = fields.optionalText("invitation_code").orElse("");
        fields.done();
        boolean required = invitations.required();
        return new Validity(required, !required || invitations.isValid(typed));
    }
}
