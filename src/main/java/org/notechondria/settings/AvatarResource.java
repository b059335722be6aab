package org.notechondria.settings;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.notechondria.web.Access;

/** Serves the pictures that {@code image_url} points to: to anyone who has the name, from any origin, and as nothing but a picture. */
@Path("avatars")
@ApplicationScoped
@Access(Access.Level.UNCHECKED)
public class AvatarResource {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    @EJB
    private Avatars avatars;

    @GET
    @Path("{name}")
    public Response picture(@PathParam("name") String name, @Context Request request) {
        Picture picture = Optional.of(name).filter(NAME.asMatchPredicate()).map(UUID::fromString).flatMap(avatars::named)
                .orElseThrow(SettingsProblems::noSuchPicture);
        EntityTag tag = new EntityTag(name); // a name never gets another picture
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        Response.ResponseBuilder answer = unchanged != null ? unchanged : Response.ok(picture.content(), picture.mediaType());
        return answer.tag(tag)
                .header("Cache-Control", "public, max-age=31536000, immutable")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Access-Control-Allow-Origin", "*")
                .header("Cross-Origin-Resource-Policy", "cross-origin").build();
    }
}
