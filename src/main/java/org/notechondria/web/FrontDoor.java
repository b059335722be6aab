package org.notechondria.web;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.NotSupportedException;
import java.io.IOException;
import java.util.Collections;
import java.util.Set;
import org.notechondria.body.Body;
import org.notechondria.body.Delivery;
import org.notechondria.body.FormlessRequest;
import org.notechondria.problem.MalformedRequests;
import org.notechondria.problem.Problem;
import org.notechondria.problem.ProblemMapper;
import org.notechondria.problem.SecurityHeaders;

/**
 * The first thing that sees a request and the last that sees an answer: what is closed by default, the sizes that are refused before
 * anything reads them, security headers and CORS. Only what is named here or in the API answers; everything else is 404.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class FrontDoor extends HttpFilter {
    private static final String API = "/" + Api.BASE + "/";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS");
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> PAGES = Set.of("/", "/index.html", "/style.css", "/icon.svg");
    private static final Set<String> CALLBACKS = Set.of("/auth/google/callback", "/auth/github/callback");
    private static final Set<String> SERVICE_CALLS = Set.of(API + "health", API + "ping", API + "handshake", API + "health/", API + "ping/", API + "handshake/");
    private static final int MOST_HEADERS = 100;
    private static final int MOST_HEADER_CHARACTERS = 8 * 1024;
    private static final int MOST_BODY_BYTES = 2 * 1024 * 1024 + 128 * 1024;

    @Inject
    private CorsSettings cors;
    @Inject
    private InFlight inFlight;
    private final Places places = new Places();
    private final MalformedRequests malformed = new MalformedRequests();

    @Override
    public void destroy() {
        malformed.withdraw();
    }

    @Override
    protected void doFilter(HttpServletRequest sent, HttpServletResponse bare, FilterChain chain) throws IOException, ServletException {
        malformed.refuseThoseOfTheListener(sent);
        HttpServletRequest request = FormlessRequest.of(sent);
        HttpServletResponse response = new Delivery(bare);
        boolean page = !request.getRequestURI().startsWith(API);
        setHeaders(request, response, page);
        if (!inFlight.enter()) {
            Problem.of(503, "stopping", "The service is restarting. Try again soon.").retryAfter(2).header("Connection", "close").writeTo(response);
            return;
        }
        try {
            Problem refusal = refusalOf(request, page);
            if (refusal != null) {
                refusal.writeTo(response);
            } else if (isPreflight(request)) {
                response.setStatus(204);
            } else if (page || READING.contains(request.getMethod()) && SERVICE_CALLS.contains(request.getRequestURI())) {
                chain.doFilter(request, response);
            } else {
                places.passOn(request, request.getRequestURI().substring(API.length()), received -> chain.doFilter(received, response));
            }
        } catch (IOException | ServletException | RuntimeException failure) {
            if (response.isCommitted()) {
                throw failure;
            }
            response.resetBuffer();
            ProblemMapper.problemOf(failure).writeTo(response);
        } finally {
            inFlight.leave();
        }
    }

    private static Problem refusalOf(HttpServletRequest request, boolean page) {
        if (!METHODS.contains(request.getMethod())) {
            return Problem.unknownMethod();
        }
        if (page && !PAGES.contains(request.getRequestURI()) && !CALLBACKS.contains(request.getRequestURI()) && !isPreflight(request)) {
            return Problem.of(404, "not-found", "Not found.");
        }
        if (page && !READING.contains(request.getMethod()) && !isPreflight(request)) {
            return Problem.of(405, "method-not-allowed", "This method is not allowed here.").header("Allow", "GET, HEAD");
        }
        if (request.getRequestURI().indexOf(';') >= 0) { // JAX-RS reads past such parameters; no path of ours has any
            return Problem.of(404, "not-found", "Not found.");
        }
        if (headersAreTooLarge(request)) {
            return Problem.of(431, "headers-too-large", "The headers are too large.");
        }
        if (request instanceof FormlessRequest && hasBody(request) && Places.isByStranger(request)) {
            return ProblemMapper.problemOf(new NotSupportedException()); // before anybody waits for it: what strangers post is JSON or nothing
        }
        if (hasBody(request) && isCompressed(request)) {
            return Problem.of(415, "unsupported-media-type", "A compressed body is not taken.").header("Accept-Encoding", "identity"); // RFC 9110, section 15.5.16
        }
        return request.getContentLengthLong() > MOST_BODY_BYTES ? Body.tooLarge() : null;
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    private static boolean isCompressed(HttpServletRequest request) {
        String coding = request.getHeader("Content-Encoding");
        return coding != null && !coding.equalsIgnoreCase("identity");
    }

    private static boolean headersAreTooLarge(HttpServletRequest request) {
        int count = 0;
        int characters = 0;
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                count++;
                characters += name.length() + value.length();
            }
        }
        return count > MOST_HEADERS || characters > MOST_HEADER_CHARACTERS;
    }

    /** On any path, known or not; an OPTIONS that is no preflight is answered the same way, with nothing allowed. */
    private static boolean isPreflight(HttpServletRequest request) {
        return "OPTIONS".equals(request.getMethod());
    }

    private void setHeaders(HttpServletRequest request, HttpServletResponse response, boolean page) {
        SecurityHeaders.OF_DATA.forEach(response::setHeader);
        if (page) {
            response.setHeader("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
            response.setHeader("Cache-Control", "no-cache");
        }
        response.addHeader("Vary", "Origin");
        String origin = request.getHeader("Origin");
        if (cors.allows(origin)) {
            response.setHeader("Access-Control-Allow-Origin", origin);
            if (isPreflight(request)) {
                response.setHeader("Access-Control-Allow-Methods", "GET, POST, PATCH, PUT, DELETE, OPTIONS");
                response.setHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, Accept, Origin, X-Requested-With");
                response.setHeader("Access-Control-Max-Age", "600");
            } else {
                response.setHeader("Access-Control-Expose-Headers", "Retry-After, RateLimit, RateLimit-Policy");
            }
        }
    }
}
