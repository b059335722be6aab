package org.notechondria.recovery;

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
import jakarta.ws.rs.core.SecurityContext;
import org.notechondria.account.AuthenticationPayload;
import org.notechondria.account.EmailAddress;
import org.notechondria.body.Body;
import org.notechondria.body.Fields;
import org.notechondria.credential.Password;
import org.notechondria.mail.Outbox;
import org.notechondria.session.Device;
import org.notechondria.session.MintedSession;
import org.notechondria.web.Access;
import org.notechondria.web.Api;
import org.notechondria.web.Caller;
import org.notechondria.web.ClientAddress;

/** Password reset and change on the wire (contract, section 5). */
@Path("auth")
@ApplicationScoped
@Produces(Api.JSON)
public class PasswordResource {
    @EJB
    private PasswordReset reset;
    @EJB
    private PasswordChange change;
    @EJB
    private Outbox outbox;
    @Inject
    private ClientAddress addresses;
    @Inject
    private AuthenticationPayload payload;

    public record Requested(String message, boolean deliveryFallback, String email) {
    }

    public record Done(String message) {
    }

    @POST
    @Path("password-reset/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Access(Access.Level.PUBLIC)
    public Requested request(Body body, @Context HttpServletRequest request) {
        Fields fields = body.fields();
        EmailAddress address = Typed.address(fields, "email");
        fields.done();
        reset.request(address, addresses.of(request));
        return new Requested("If this address has an account, a code is on its way to it.", outbox.deliveryFallback(), address.text());
    }

    @POST
    @Path("password-reset/confirm/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Access(Access.Level.PUBLIC)
    public Done confirm(Body body, @Context HttpServletRequest request) {
        Fields fields = body.fields();
        EmailAddress address = Typed.address(fields, "email");
        String code = fields.text("code");
        Password fresh = Typed.newPassword(fields, "password", address.text());
        fields.done();
        reset.confirm(address, code, fresh, addresses.of(request));
        return new Done("The password was changed. Sign in with the new one.");
    }

    /** A deployed client calls its JSON {@code text/plain}. */
    @POST
    @Path("change-password/")
    @Consumes({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @Access(Access.Level.SESSION)
    public AuthenticationPayload.Rotated change(Body body, @Context HttpServletRequest request, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Fields fields = body.fields();
        Password current = Password.of(fields.text("current_password"));
        Password fresh = Typed.newPassword(fields, "new_password", change.namesOf(caller.userId()));
        String identityCode = fields.text("identity_code");
        fields.done();
        MintedSession minted = change.change(caller, identityCode, current, fresh, Device.of(fields, request, addresses.of(request)));
        return payload.rotated(minted, "The password was changed, and all other devices were signed out.");
    }
}
