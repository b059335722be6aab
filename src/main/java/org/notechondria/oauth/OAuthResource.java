package org.notechondria.oauth;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.notechondria.account.AuthenticationPayload;
import org.notechondria.body.Body;
import org.notechondria.body.Fields;
import org.notechondria.provider.Provider;
import org.notechondria.provider.Providers;
import org.notechondria.session.Device;
import org.notechondria.web.Access;
import org.notechondria.web.Api;
import org.notechondria.web.Caller;
import org.notechondria.web.ClientAddress;

/** Sign-in through providers on the wire (contract, section 6). */
@Path("auth")
@ApplicationScoped
@Produces(Api.JSON)
public class OAuthResource {
    @Inject
    private Providers providers;
    @Inject
    private OAuthSettings settings;
    @Inject
    private OAuthSignIn signIn;
    @EJB
    private Proof proof;
    @Inject
    private ClientAddress addresses;

    /** What a client shows and sends; {@code path} is where it posts what it brings back. */
    public record Configured(String label, String clientId, String redirectUri, String path) {
        static final Configured OFF = new Configured("", "", "", "");
    }

    @GET
    @Path("oauth-config/")
    @Access(Access.Level.PUBLIC)
    public Map<String, Object> configuration() {
        Map<String, Object> answer = new LinkedHashMap<>(Map.of(Provider.GOOGLE, Configured.OFF, Provider.GITHUB, Configured.OFF)); // clients read both without asking
        for (Provider provider : providers.all()) {
            answer.put(provider.name(), new Configured(provider.label(), provider.clientId(), provider.redirectUri().orElse(""), pathOf(provider)));
        }
        answer.put("start_path", "/auth/oauth/start/");
        answer.put("require_state", settings.requireState());
        return answer;
    }

    @POST
    @Path("oauth/start/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Access(Access.Level.PUBLIC)
    public Proof.Started start(Body body, @Context SecurityContext security, @Context HttpServletRequest request) {
        Fields fields = body.fields();
        Optional<Provider> provider = providers.named(fields.text("provider"));
        if (provider.isEmpty() && fields.accepts("provider")) {
            fields.reject("provider", "No such provider is configured.");
        }
        Intent intent = intent(fields);
        String redirectUri = fields.optionalText("redirect_uri").filter(text -> !text.isEmpty()).orElse(null);
        fields.done();
        Long binder = intent == Intent.BIND ? signedIn(Caller.of(security)) : null;
        return proof.start(provider.orElseThrow(), redirectUri, intent, binder, addresses.of(request));
    }

    @POST
    @Path("google/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Access(Access.Level.PUBLIC)
    public AuthenticationPayload.SignedIn google(Body body, @Context HttpServletRequest request) {
        return signIn(providers.named(Provider.GOOGLE).orElseThrow(OAuthProblems::notConfigured), body, request);
    }

    @POST
    @Path("github/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Access(Access.Level.PUBLIC)
    public AuthenticationPayload.SignedIn gitHub(Body body, @Context HttpServletRequest request) {
        return signIn(providers.named(Provider.GITHUB).orElseThrow(OAuthProblems::notConfigured), body, request);
    }

    @POST
    @Path("oidc/{provider}/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Access(Access.Level.PUBLIC)
    public AuthenticationPayload.SignedIn openId(@PathParam("provider") String name, Body body, @Context HttpServletRequest request) {
        return signIn(providers.named(name).filter(provider -> pathOf(provider).startsWith("/auth/oidc/")).orElseThrow(OAuthProblems::unknownProvider), body, request);
    }

    private AuthenticationPayload.SignedIn signIn(Provider provider, Body body, HttpServletRequest request) {
        Fields fields = body.fields();
        Intent intent = intent(fields);
        if (intent == Intent.BIND) {
            fields.reject("intent", "Sign in and use the call that binds.");
        }
        BroughtBack back = BroughtBack.read(fields, settings.requireState());
        fields.done();
        return signIn.by(provider, intent, back, Device.of(fields, request, addresses.of(request)));
    }

    private static Intent intent(Fields fields) {
        Optional<String> word = fields.optionalText("intent").filter(text -> !text.isEmpty());
        Optional<Intent> intent = word.flatMap(Intent::named);
        if (word.isPresent() && intent.isEmpty()) {
            fields.reject("intent", "Must be login, register or bind.");
        }
        return intent.orElse(Intent.REGISTER);
    }

    private static long signedIn(Caller caller) {
        if (caller == null) {
            throw OAuthProblems.notSignedIn();
        }
        if (caller.sessionId() == null) {
            throw OAuthProblems.sessionRequired();
        }
        return caller.userId();
    }

    private static String pathOf(Provider provider) {
        boolean old = provider.name().equals(Provider.GOOGLE) || provider.name().equals(Provider.GITHUB);
        return old ? "/auth/" + provider.name() + "/" : "/auth/oidc/" + provider.name() + "/";
    }
}
