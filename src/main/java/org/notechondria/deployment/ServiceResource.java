package org.notechondria.deployment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.notechondria.web.Access;
import org.notechondria.web.Api;

/** What this service says of itself (wire contract, section 8): never looks at a credential, never needs the database. */
@Path("/")
@ApplicationScoped
@Produces(Api.JSON)
@Access(Access.Level.UNCHECKED)
public class ServiceResource {
    private static final String NAME = "notechondria-backend";
    private static final Map<String, Integer> CAPABILITIES = new TreeMap<>(Map.of("auth", 1, "sessions", 1, "settings", 1, "invitations", 1, "api_keys", 1, "oauth", 1));

    @Inject
    private Build build;
    @Inject
    private DeploymentSettings settings;
    @Inject
    private Clock clock;

    public record Health(String status, String service) {
    }

    public record Pong(boolean pong, String service, Instant timestamp) {
    }

    public record Handshake(String service, String apiVersion, String version, Map<String, Integer> capabilities, Build.Facts build) {
    }

    @GET
    @Path("health/")
    public Health health() {
        return new Health("ok", NAME);
    }

    @GET
    @Path("ping/")
    public Pong ping() {
        return new Pong(true, NAME, clock.instant());
    }

    @GET
    @Path("handshake/")
    public Handshake handshake() {
        return new Handshake(NAME, "v1", build.version(), CAPABILITIES, build.facts(settings.target()));
    }
}
