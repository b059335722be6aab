package org.notechondria.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Where the container sends an error of its own (web.xml): the same problem body instead of its HTML page. The WAR's own folders are mapped
 * here because their names without a slash would be redirected, to whatever host the request names, before any filter sees them.
 */
@WebServlet(urlPatterns = {ContainerErrors.PATH, "/WEB-INF", "/META-INF"}, asyncSupported = true)
public class ContainerErrors extends HttpServlet {
    static final String PATH = "/container-error";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        (failure instanceof Throwable thrown ? ProblemMapper.problemOf(thrown) : ofStatus(status)).writeTo(response);
    }

    private static Problem ofStatus(Object status) {
        int code = status instanceof Integer given ? given : 404;
        if (code == 404 || code == 403) {
            return Problem.of(404, "not-found", "Not found.");
        }
        return code < 500 ? Problem.of(code, "refused", "The request can't be answered as it was sent.")
                : Problem.of(503, "unavailable", "The service can't answer right now. Try again soon.").retryAfter(2);
    }
}
