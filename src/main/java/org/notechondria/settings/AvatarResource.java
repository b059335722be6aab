package org.notechondria.settings;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
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
    public Response picture(@PathParam("name") String name, @HeaderParam("If-None-Match") String known) {
        Picture picture = Optional.of(name).filter(NAME.asMatchPredicate()).map(UUID::fromString).flatMap(avatars::named)
                .orElseThrow(SettingsProblems::noSuchPicture);
        EntityTag tag = new EntityTag(name); // a name never gets another picture
        Response.ResponseBuilder answer = isKnown(name, known) ? Response.notModified() : Response.ok(picture.content(), picture.mediaType());
        return answer.tag(tag)
                .header("Cache-Control", "public, max-age=31536000, immutable")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Access-Control-Allow-Origin", "*")
                .header("Cross-Origin-Resource-Policy", "cross-origin").build();
    }

    /** By weak comparison (RFC 9110, section 13.1.2). What is no list of tags knows none of them, where the server's own parser fails. */
    private static boolean isKnown(String name, String known) {
        return known != null && Arrays.stream(known.split(",")).map(String::strip).anyMatch(tag -> tag.equals("*") || tag.replaceFirst("^W/", "").equals('"' + name + '"'));
    }
}
