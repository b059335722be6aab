package org.notechondria.problem;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;

/** The one place that turns an exception into an answer. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final System.Logger LOG = System.getLogger(ProblemMapper.class.getName());

    @Override
    public Response toResponse(Throwable failure) {
        return problemOf(failure).response();
    }

    /** Also for the servlet filter, which stands outside JAX-RS. */
    public static Problem problemOf(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++, cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return problem;
            }
        }
        if (failure instanceof WebApplicationException http && http.getResponse().getStatus() < 500) {
            return ofStatus(http.getResponse());
        }
        if (DatabaseAway.explains(failure)) {
            LOG.log(WARNING, "the database does not answer: {0}", rootOf(failure).getClass().getSimpleName());
            return Problem.of(503, "unavailable", "The service can't answer right now. Try again soon.").retryAfter(2);
        }
        String incident = UUID.randomUUID().toString();
        LOG.log(ERROR, "incident " + incident, failure);
        return Problem.of(500, "internal", "Something went wrong. Incident " + incident + ".").with("incident", incident);
    }

    private static Problem ofStatus(Response refused) {
        Problem problem = switch (refused.getStatus()) {
            case 404 -> Problem.of(404, "not-found", "Not found.");
            case 405 -> Problem.of(405, "method-not-allowed", "This method is not allowed here.");
            case 413 -> Problem.of(413, "body-too-large", "The body is too large.");
            case 415 -> Problem.of(415, "unsupported-media-type", "The body must be JSON (Content-Type: application/json).");
            default -> Problem.of(refused.getStatus(), "refused", "The request can't be answered as it was sent.");
        };
        String allow = refused.getHeaderString("Allow");
        return allow == null ? problem : problem.header("Allow", allow);
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
            root = root.getCause();
        }
        return root;
    }
}
