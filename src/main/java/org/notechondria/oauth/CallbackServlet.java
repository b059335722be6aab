package org.notechondria.oauth;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.UriBuilder;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.notechondria.problem.Problem;

/** Where a provider's browser lands whose redirect address points at this server: sends it on to the frontend with what that needs, and nothing else. */
@WebServlet({"/auth/google/callback", "/auth/github/callback"})
public class CallbackServlet extends HttpServlet {
    private static final List<String> CARRIED = List.of("code", "state", "error");

    @Inject
    private transient OAuthSettings settings;

    /** Not by the server, which logs a parameter that it can't decode: a code. Empty for such a one, too. */
    private static Optional<String> valueOf(String name, String query) {
        return Stream.of(query == null ? new String[0] : query.split("&")).filter(pair -> pair.startsWith(name + "=")).findFirst().flatMap(pair -> {
            try {
                return Optional.of(URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException undecodable) {
                return Optional.empty();
            }
        });
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (settings.frontendUrl().isEmpty()) {
            Problem.of(404, "not-found", "Not found.").writeTo(response);
            return;
        }
        UriBuilder target = UriBuilder.fromUri(settings.frontendUrl().get());
        for (String name : CARRIED) {
            valueOf(name, request.getQueryString()).ifPresent(value -> target.queryParam(name, "{" + name + "}").resolveTemplate(name, value));
        }
        response.setHeader("Cache-Control", "no-store"); // the address holds a code
        response.setHeader("Location", target.build().toString());
        response.setStatus(HttpServletResponse.SC_FOUND);
    }
}
