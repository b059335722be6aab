package org.notechondria.settings;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityPart;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.notechondria.body.AtMost;
import org.notechondria.body.Body;
import org.notechondria.body.Form;
import org.notechondria.web.Access;
import org.notechondria.web.Api;
import org.notechondria.web.Caller;

/** The caller's own settings on the wire (contract, section 5), as JSON or as a form with a picture. */
@Path("settings")
@ApplicationScoped
@Produces(Api.JSON)
public class SettingsResource {
    private static final int MOST_TEXT = 128 * 1024;
    private static final int MOST_PICTURE = 2 * 1024 * 1024;
    private static final Form.Shape FORM = new Form.Shape("avatar", MOST_PICTURE, MOST_TEXT, Set.of("app_settings"));

    @EJB
    private AccountSettings settings;

    @GET
    @Access(Access.Level.CALLER)
    public AccountSettings.Shown show(@Context SecurityContext security) {
        return settings.of(Caller.of(security).userId());
    }

    @PATCH
    @Access(Access.Level.CALLER)
    @Consumes(MediaType.APPLICATION_JSON)
    public AccountSettings.Shown change(@AtMost(bytes = MOST_TEXT) Body body, @Context SecurityContext security) {
        return settings.change(Caller.of(security), body.fields());
    }

    @PATCH
    @Access(Access.Level.CALLER)
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public AccountSettings.Shown changeByForm(@AtMost(bytes = MOST_PICTURE + MOST_TEXT) List<EntityPart> parts, @Context SecurityContext security) throws IOException {
        return settings.change(Caller.of(security), Form.read(parts, FORM));
    }
}
