package org.notechondria.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.notechondria.problem.Problem;

/**
 * How many requests are in the API at once, and how many of them are of people who bring no credential: a database that hangs, a crowd that
 * signs in, or providers that stall hold a part of the server's threads, each its own. Thread-safe.
 */
class Places {
    /** Of the server's threads (pre-boot.asadmin): the rest answer whoever needs no database while a database that hangs holds these. */
    private static final int ALL = 128;
    /** Of these, for all who post without a credential: a crowd takes no place from those who are signed in. More than the cores can hash for. */
    private static final int STRANGERS = Math.min(64, Math.max(32, 16 * Runtime.getRuntime().availableProcessors()));
    /** As many as four providers may hold ({@code provider.Providers}): whatever they do, whoever signs in by password has his own. */
    private static final int THROUGH_PROVIDERS = 32;
    private static final List<String> PROVIDERS = List.of("auth/oauth/", "auth/oidc/", "auth/google", "auth/github");

    private final Semaphore all = new Semaphore(ALL);
    private final Semaphore strangers = new Semaphore(STRANGERS);
    private final Semaphore throughProviders = new Semaphore(THROUGH_PROVIDERS);

    /** What is done with a place. */
    interface Pass {
        void on() throws IOException, ServletException;
    }

    /**
     * Passes a request of the API on, or answers 503 at once where it has no place.
     *
     * @param path  of the request, below the API
     */
    void passOn(HttpServletRequest request, String path, HttpServletResponse response, Pass pass) throws IOException, ServletException {
        if ("POST".equals(request.getMethod()) && request.getHeader("Authorization") == null) { // reading is cheap, and a page may ask for many pictures at once
            Semaphore kind = PROVIDERS.stream().anyMatch(path::startsWith) ? throughProviders : strangers;
            holding(kind, response, () -> holding(all, response, pass));
        } else {
            holding(all, response, pass);
        }
    }

    private static void holding(Semaphore kind, HttpServletResponse response, Pass pass) throws IOException, ServletException {
        if (!kind.tryAcquire()) {
            Problem.of(503, "busy", "The service is busy. Try again soon.").retryAfter(1).writeTo(response);
            return;
        }
        try {
            pass.on();
        } finally {
            kind.release();
        }
    }
}
