package org.notechondria.registration;

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
import java.util.Optional;
import org.notechondria.account.AuthenticationPayload;
import org.notechondria.account.EmailAddress;
import org.notechondria.body.Body;
import org.notechondria.body.Fields;
import org.notechondria.mail.Outbox;
import org.notechondria.session.Device;
import org.notechondria.web.Access;
import org.notechondria.web.Api;
import org.notechondria.web.ClientAddress;

/** Registration on the wire (contract, section 5): register, verify, resend. */
@Path("auth")
@ApplicationScoped
@Produces(Api.JSON)
public class RegistrationResource {
    @EJB
    private SignUp signUp;
    @EJB
    private Outbox outbox;
    @Inject
    private ClientAddress address;

    public record Registered(String message, boolean deliveryFallback, String email, long registrationId) {
    }

    public record Resent(String message, boolean deliveryFallback) {
    }

    @POST
    @Path("register/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Access(Access.Level.PUBLIC)
    public Response register(Body body, @Context HttpServletRequest request) {
        SignUp.Accepted accepted = signUp.register(body.fields(), address.of(request));
        return Response.status(Response.Status.CREATED).entity(new Registered("Confirm your address with the code that was mailed to it.",
                outbox.deliveryFallback(), accepted.email().text(), accepted.registrationId())).build();
    }

    @POST
    @Path("verify-email/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Access(Access.Level.PUBLIC)
    public AuthenticationPayload.SignedIn verify(Body body, @Context HttpServletRequest request) {
        Fields fields = body.fields();
        Optional<EmailAddress> email = RegistrationForm.email(fields);
        String code = fields.text("code");
        Optional<Long> registrationId = fields.optionalNumber("registration_id");
        fields.done();
        return signUp.verify(email.orElseThrow(), code, registrationId, Device.of(fields, request, address.of(request)));
    }

    @POST
    @Path("resend-verification/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Access(Access.Level.PUBLIC)
    public Resent resend(Body body, @Context HttpServletRequest request) {
        Fields fields = body.fields();
        Optional<EmailAddress> email = RegistrationForm.email(fields);
        fields.done();
        signUp.resend(email.orElseThrow(), address.of(request));
        return new Resent("If a registration waits for this address, a fresh code was mailed to it.", outbox.deliveryFallback());
    }
}
