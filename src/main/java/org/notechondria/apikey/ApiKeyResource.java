package org.notechondria.apikey;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import org.notechondria.web.Access;
import org.notechondria.web.Api;
import org.notechondria.web.Caller;

/** The call that replaces the caller's API key (wire contract, section 5). */
@Path("auth")
@ApplicationScoped
@Produces(Api.JSON)
public class ApiKeyResource {

    @Inject
    private ApiKeys apiKeys;

    /** @param apiKey  shown here and never again */
    public record Rotated(String apiKey, String apiKeyPrefix) {

        @Override
        public String toString() {
            return apiKeyPrefix + "****";
        }
    }

    @POST
    @Path("rotate-api-key/")
    @Access(Access.Level.SESSION)
    public Rotated rotate(@Context SecurityContext security) {
        Caller caller = Caller.of(security);
        ApiKey fresh = apiKeys.rotate(caller.userId(), caller.sessionId());
        return new Rotated(fresh.onTheWire(), fresh.prefix());
    }
}
