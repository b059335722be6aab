package org.notechondria.problem;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.http.util.DataChunk;
import org.glassfish.grizzly.http.util.RequestURIRef;

/**
 * Refuses what the server would answer by itself, and wrongly, before any filter of ours: a path that can't be decoded or leaves the root, a {@code Host}
 * that can't be read (an empty 200 and a stack trace in the log, on every path), and TRACE. So the server's handler is put behind one of ours, for each of
 * its listeners at the first request that comes through it, until the application goes (decision 13). Safe for any number of threads.
 */
public final class MalformedRequests {
    private static final String SEEN = MalformedRequests.class.getName();
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
            Problem problem = problemOf(request);
            if (problem == null) {
                request.setAttribute(SEEN, Boolean.TRUE);
                servers.service(request, response);
            } else {
                refuse(response, problem);
            }
        }

        /** Null: there is none. Asks the server's own parsers, which keep what they found for those who ask again. */
        private static Problem problemOf(Request request) {
            if (request.getMethod() == Method.TRACE) {
                return Problem.unknownMethod();
            }
            Problem ofPath = problemOf(request.getRequest().getRequestURIRef());
            return ofPath == null && !hasHost(request) ? malformed("host", "The Host header can't be read.") : ofPath;
        }

        /** HTTP/1.0 knows none and needs none. */
        private static boolean hasHost(Request request) {
            try {
                return !request.getServerName().isEmpty();
            } catch (IllegalArgumentException | IllegalStateException unreadable) {
                return false;
            }
        }

        /** No path of ours loses its slash when it is decoded ({@code /.//x}). */
        private static Problem problemOf(RequestURIRef sent) {
            try {
                DataChunk path = sent.getDecodedRequestURIBC();
                if (path.startsWith("/", 0) || path.equals("*")) {
                    return null;
                }
                return sent.getRequestURIBC().startsWith("/", 0) ? Problem.of(404, "not-found", "Not found.") : malformed("path", "The path can't be read.");
            } catch (CharConversionException | IllegalArgumentException | IllegalStateException undecodable) {
                return malformed("path", "The path can't be read.");
            }
        }

        private static Problem malformed(String what, String detail) {
            return Problem.of(400, "malformed-" + what, detail);
        }

        private static void refuse(Response response, Problem problem) throws IOException {
            byte[] body = problem.body().getBytes(StandardCharsets.UTF_8);
            response.setStatus(problem.status());
            response.setContentType(Problem.MEDIA_TYPE);
            SecurityHeaders.OF_DATA.forEach(response::setHeader);
            problem.headers().forEach(response::setHeader);
            response.setHeader("Connection", "close"); // the server does not look for a body behind every method
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
    }
}
