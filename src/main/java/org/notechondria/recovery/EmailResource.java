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
import java.util.Optional;
import org.notechondria.account.EmailAddress;
import org.notechondria.body.Body;
import org.notechondria.body.Fields;
import org.notechondria.mail.Outbox;
import org.notechondria.web.Access;
import org.notechondria.web.Api;
import org.notechondria.web.Caller;
import org.notechondria.web.ClientAddress;

/** Identity codes and the change of address on the wire (contract, section 5). */
@Path("auth")
@ApplicationScoped
@Produces(Api.JSON)
public class EmailResource {
    @EJB
    private IdentityCheck identity;
    @EJB
    private EmailChange change;
    @EJB
    private Outbox outbox;
    @Inject
    private ClientAddress addresses;

    public record CodeSent(String message, boolean deliveryFallback, String maskedEmail) {
    }

    public record Begun(String message, boolean deliveryFallback, String email) {
    }

    public record Changed(String message, String email) {
    }

    @POST
    @Path("send-identity-code/")
    @Access(Access.Level.SESSION)
    public CodeSent sendIdentityCode(@Context HttpServletRequest request, @Context SecurityContext security) {
        EmailAddress address = identity.sendCode(Caller.of(security).userId(), addresses.of(request));
        return new CodeSent("A code is on its way to your address.", outbox.deliveryFallback(), address.masked());
    }

    /** Both steps: a {@code code} makes it the second. A deployed client calls its JSON {@code text/plain}. */
    @POST
    @Path("change-email/")
    @Consumes({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @Access(Access.Level.SESSION)
    public Object change(Body body, @Context HttpServletRequest request, @Context SecurityContext security) {
        Fields fields = body.fields();
        EmailAddress wanted = Typed.address(fields, "new_email");
        Optional<String> code = fields.optionalText("code").filter(typed -> !typed.isEmpty());
        boolean second = code.isPresent() || !fields.accepts("code");
        String identityCode = second ? "" : fields.text("identity_code");
        fields.done();
        long userId = Caller.of(security).userId();
        if (second) {
            change.prove(userId, wanted, code.orElseThrow(), addresses.of(request));
            return new Changed("The address was changed.", wanted.text());
        }
        change.begin(userId, wanted, identityCode, addresses.of(request));
        return new Begun("A code is on its way to the new address.", outbox.deliveryFallback(), wanted.text());
    }
}
