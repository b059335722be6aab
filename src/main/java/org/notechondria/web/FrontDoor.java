package org.notechondria.web;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.Collections;
import java.util.Set;
import org.notechondria.body.Body;
import org.notechondria.body.Delivery;
import org.notechondria.problem.MalformedPaths;
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
    private final MalformedPaths malformedPaths = new MalformedPaths();

    @Override
    public void destroy() {
        malformedPaths.withdraw();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse bare, FilterChain chain) throws IOException, ServletException {
        malformedPaths.refuseThoseOfTheListener(request);
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
            return Problem.of(405, "method-not-allowed", "This method is not allowed here.").header("Allow", "GET, HEAD, POST, PATCH, PUT, DELETE, OPTIONS")
                    .header("Connection", "close"); // the server does not look for a body behind these
        }
        if (page && !PAGES.contains(request.getRequestURI()) && !CALLBACKS.contains(request.getRequestURI()) && !isPreflight(request)) {
            return Problem.of(404, "not-found", "Not found.");
        }
        if (page && !READING.contains(request.getMethod()) && !isPreflight(request)) {
            return Problem.of(405, "method-not-allowed", "This method is not allowed here.").header("Allow", "GET, HEAD");
        }
        if (headersAreTooLarge(request)) {
            return Problem.of(431, "headers-too-large", "The headers are too large.");
        }
        if (!isMediaType(request.getContentType())) {
            return Problem.of(415, "unsupported-media-type", "The Content-Type is no media type.");
        }
        if (hasBody(request) && isForm(request)) {
            return ProblemMapper.problemOf(new NotSupportedException());
        }
        if (hasBody(request) && isCompressed(request)) {
            return Problem.of(415, "unsupported-media-type", "A compressed body is not taken.").header("Accept-Encoding", "identity"); // RFC 9110, section 15.5.16
        }
        return request.getContentLengthLong() > MOST_BODY_BYTES ? Body.tooLarge() : null;
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    /** No call takes one, nor anything that might be one, and JAX-RS would wait for its first byte before it asked who sends it. */
    private static boolean isForm(HttpServletRequest request) {
        return request.getContentType() != null && MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(MediaType.valueOf(request.getContentType()));
    }

    private static boolean isCompressed(HttpServletRequest request) {
        String coding = request.getHeader("Content-Encoding");
        return coding != null && !coding.equalsIgnoreCase("identity");
    }

    /** What is none would be a bare 400 of the JAX-RS servlet, past the mapper. */
    private static boolean isMediaType(String sent) {
        try {
            return sent == null || MediaType.valueOf(sent) != null;
        } catch (IllegalArgumentException none) {
            return false;
        }
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
