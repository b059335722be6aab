package org.notechondria.problem;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.http.util.DataChunk;
import org.glassfish.grizzly.http.util.RequestURIRef;

/**
 * Refuses a path that can't be decoded, or that leaves the root, in the application's words. The server looks at paths before any filter of ours
 * and answers an empty 400, or an empty 200 and a stack trace in its log ({@code /%zz}). So its handler is put behind one of ours, for each of
 * its listeners at the first request that comes through it, until the application goes (decision 13). Safe for any number of threads.
 */
public final class MalformedPaths {
    private static final String SEEN = MalformedPaths.class.getName();
    private final Map<HttpServerFilter, HttpHandler> behindOurs = new ConcurrentHashMap<>();

    /** Costs a request an attribute, once its listener is known. */
    public void refuseThoseOfTheListener(ServletRequest request) {
        if (request.getAttribute(SEEN) == null) {
            behindOurs.computeIfAbsent(serversOwn(request).getHttpFilter(), listener -> {
                HttpHandler servers = listener.getHttpHandler();
                listener.setHttpHandler(new Refusing(servers));
                return servers;
            });
        }
    }

    /** Puts the server's handlers back, which else would hold the application's classes after it is gone. */
    public void withdraw() {
        behindOurs.forEach(HttpServerFilter::setHttpHandler);
        behindOurs.clear();
    }

    /** By name, for the artifacts of these two classes of the server's are in no public repository. */
    private static Request serversOwn(ServletRequest request) {
        if (request instanceof ServletRequestWrapper wrapper) {
            return serversOwn(wrapper.getRequest());
        }
        try {
            Object connectors = request.getClass().getMethod("getUnwrappedCoyoteRequest").invoke(request);
            return (Request) connectors.getClass().getMethod("getCoyoteRequest").invoke(connectors);
        } catch (ReflectiveOperationException other) {
            throw new IllegalStateException("this server's requests are not Payara's", other);
        }
    }

    private static final class Refusing extends HttpHandler {
        private final HttpHandler servers;

        private Refusing(HttpHandler servers) {
            this.servers = servers;
            setRequestURIEncoding(servers.getRequestURIEncoding());
        }

        @Override
        public void service(Request request, Response response) throws Exception {
            Problem problem = problemOf(request.getRequest().getRequestURIRef());
            if (problem == null) {
                request.setAttribute(SEEN, Boolean.TRUE);
                servers.service(request, response);
            } else {
                refuse(response, problem);
            }
        }

        /** Asks the server's own decoder, which keeps the decoded path for those who ask again. No path of ours loses its slash there ({@code /.//x}). */
        private static Problem problemOf(RequestURIRef sent) {
            try {
                DataChunk path = sent.getDecodedRequestURIBC();
                if (path.startsWith("/", 0) || path.equals("*")) {
                    return null;
                }
                return sent.getRequestURIBC().startsWith("/", 0) ? Problem.of(404, "not-found", "Not found.") : malformed();
            } catch (CharConversionException | IllegalArgumentException | IllegalStateException undecodable) {
                return malformed();
            }
        }

        private static Problem malformed() {
            return Problem.of(400, "malformed-path", "The path can't be read.");
        }

        private static void refuse(Response response, Problem problem) throws IOException {
            byte[] body = problem.body().getBytes(StandardCharsets.UTF_8);
            response.setStatus(problem.status());
            response.setContentType(Problem.MEDIA_TYPE);
            SecurityHeaders.OF_DATA.forEach(response::setHeader);
            response.setHeader("Connection", "close"); // the server does not look for a body behind every method
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
    }
}
