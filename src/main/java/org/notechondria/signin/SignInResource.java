package org.notechondria.signin;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.notechondria.account.AuthenticationPayload;
import org.notechondria.body.Body;
import org.notechondria.body.Fields;
import org.notechondria.credential.Password;
import org.notechondria.session.Device;
import org.notechondria.session.EndedReason;
import org.notechondria.session.Sessions;
import org.notechondria.web.Access;
import org.notechondria.web.Api;
import org.notechondria.web.Caller;
import org.notechondria.web.ClientAddress;

/** Password sign-in and sign-out on the wire (contract, sections 4 and 5). */
@Path("auth")
@ApplicationScoped
@Produces(Api.JSON)
public class SignInResource {
    @EJB
    private SignIn signIn;
    @EJB
    private Sessions sessions;
    @Inject
    private ClientAddress addresses;

    @POST
    @Path("login/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Access(Access.Level.PUBLIC)
    public AuthenticationPayload.SignedIn signIn(Body body, @Context HttpServletRequest request) {
        Fields fields = body.fields();
        String identifier = fields.optionalText("identifier").filter(typed -> !typed.isEmpty()).orElseGet(() -> fields.optionalText("email").orElse(""));
        if (identifier.isEmpty() && fields.accepts("identifier") && fields.accepts("email")) {
            fields.reject("identifier", "This field is required.");
        }
        Password password = Password.of(fields.text("password"));
        fields.done();
        return signIn.withPassword(identifier, password, Device.of(fields, request, addresses.of(request)));
    }

    @POST
    @Path("logout/")
    @Access(Access.Level.CALLER)
    public Response signOut(@Context SecurityContext security) {
        Caller caller = Caller.of(security);
        if (caller.sessionId() != null) {
            sessions.revoke(caller.sessionId(), caller.userId(), EndedReason.SIGNED_OUT, caller.sessionId());
        }
        return Response.noContent().build();
    }
}
