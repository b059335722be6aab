package org.notechondria.oauth;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
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
import org.notechondria.body.Fields;
import org.notechondria.provider.Identity;
import org.notechondria.provider.Provider;
import org.notechondria.provider.Providers;
import org.notechondria.web.Access;
import org.notechondria.web.Api;
import org.notechondria.web.Caller;
import org.notechondria.web.ClientAddress;

/** The providers that a person who is signed in has linked, on the wire (contract, section 6). */
@Path("auth")
@ApplicationScoped
@Produces(Api.JSON)
public class SocialAccountResource {
    @Inject
    private Providers providers;
    @Inject
    private OAuthSettings settings;
    @EJB
    private Proof proof;
    @EJB
    private SocialAccounts links;
    @Inject
    private ClientAddress addresses;

    public record Linked(long id, String provider, String providerUid, String email) {
    }

    public record Listed(long id, String provider, String providerUid, String email, Instant createdAt) {
        static Listed of(SocialAccount account) {
            return new Listed(account.id(), account.provider(), account.subject(), account.email(), account.createdAt());
        }
    }

    @POST
    @Path("bind/google/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Access(Access.Level.SESSION)
    public Response bindGoogle(Body body, @Context SecurityContext security, @Context HttpServletRequest request) {
        return bind(providers.named(Provider.GOOGLE).orElseThrow(OAuthProblems::notConfigured), body, Caller.of(security), request);
    }

    @POST
    @Path("bind/github/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Access(Access.Level.SESSION)
    public Response bindGitHub(Body body, @Context SecurityContext security, @Context HttpServletRequest request) {
        return bind(providers.named(Provider.GITHUB).orElseThrow(OAuthProblems::notConfigured), body, Caller.of(security), request);
    }

    @POST
    @Path("bind/oidc/{provider}/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Access(Access.Level.SESSION)
    public Response bindOpenId(@PathParam("provider") String name, Body body, @Context SecurityContext security, @Context HttpServletRequest request) {
        return bind(providers.named(name).orElseThrow(OAuthProblems::unknownProvider), body, Caller.of(security), request);
    }

    @GET
    @Path("social-accounts/")
    @Access(Access.Level.CALLER)
    public List<Listed> list(@Context SecurityContext security) {
        return links.of(Caller.of(security).userId()).stream().map(Listed::of).toList();
    }

    @DELETE
    @Path("social-accounts/{provider}/")
    @Access(Access.Level.SESSION)
    public Response unlink(@PathParam("provider") String name, @Context SecurityContext security) {
        links.unlink(Caller.of(security).userId(), name);
        return Response.noContent().build();
    }

    private Response bind(Provider provider, Body body, Caller caller, HttpServletRequest request) {
        Fields fields = body.fields();
        fields.optionalText("intent"); // the path says it; clients send one all the same
        BroughtBack back = BroughtBack.read(fields, settings.requireState());
        fields.done();
        Identity identity = proof.of(provider, Intent.BIND, caller.userId(), back, addresses.of(request));
        SocialAccounts.Bound bound = links.bind(caller.userId(), caller.sessionId(), provider, identity);
        return Response.status(bound.fresh() ? Response.Status.CREATED : Response.Status.OK)
                .entity(new Linked(bound.id(), provider.name(), identity.subject(), identity.email().orElse(""))).build();
    }
}
