package org.notechondria.oauth;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.UriBuilder;
import java.io.IOException;
import java.util.List;
import org.notechondria.problem.Problem;

/** Where a provider's browser lands whose redirect address points at this server: sends it on to the frontend with what that needs, and nothing else. */
@WebServlet({"/auth/google/callback", "/auth/github/callback"})
public class CallbackServlet extends HttpServlet {
    private static final List<String> CARRIED = List.of("code", "state", "error");

    @Inject
    private transient OAuthSettings settings;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (settings.frontendUrl().isEmpty()) {
            Problem.of(404, "not-found", "Not found.").writeTo(response);
            return;
        }
        UriBuilder target = UriBuilder.fromUri(settings.frontendUrl().get());
        for (String name : CARRIED) {
            String value = request.getParameter(name);
            if (value != null) {
                target.queryParam(name, "{" + name + "}").resolveTemplate(name, value);
            }
        }
        response.setHeader("Cache-Control", "no-store"); // the address holds a code
        response.setHeader("Location", target.build().toString());
        response.setStatus(HttpServletResponse.SC_FOUND);
    }
}
