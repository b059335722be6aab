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
    /** As many as four providers may hold ({@code provider.Providers}): whatever they do, whoever signs in by password has his own. */
    private static final int THROUGH_PROVIDERS = 32;
    private static final List<String> PROVIDERS = List.of("auth/oauth/", "auth/oidc/", "auth/google", "auth/github");

    private final Semaphore all = new Semaphore(ALL);
    private final Semaphore throughProviders = new Semaphore(THROUGH_PROVIDERS);
    private final Line strangers = new Line(all);

    /** What is done with a place. */
    interface Pass {
        void on() throws IOException, ServletException;
    }

    /**
     * Passes a request of the API on, or answers 503 where it has no place. A stranger's request may wait for one first: asynchronously, and
     * then this returns before it was passed on.
     *
     * @param path  of the request, below the API
     * @param left  is run when a request that waited is done
     * @return false when it waits
     */
    boolean passOn(HttpServletRequest request, String path, HttpServletResponse response, Pass pass, Runnable left) throws IOException, ServletException {
        if (!"POST".equals(request.getMethod()) || request.getHeader("Authorization") != null) { // reading is cheap, and a page may ask for many pictures at once
            holding(all, response, pass);
        } else if (PROVIDERS.stream().anyMatch(path::startsWith)) {
            holding(throughProviders, response, () -> holding(all, response, pass));
        } else if (strangers.takePlace()) {
            try {
                holding(all, response, pass);
            } finally {
                strangers.leavePlace();
            }
        } else {
            strangers.join(request, left);
            return false;
        }
        return true;
    }

    /** Refuses those who have waited for too long. To be called every {@link Line#LOOK_EVERY}. */
    void look() {
        strangers.look();
    }

    static Problem busy() {
        return Problem.of(503, "busy", "The service is busy. Try again soon.").retryAfter(1);
    }

    private static void holding(Semaphore kind, HttpServletResponse response, Pass pass) throws IOException, ServletException {
        if (!kind.tryAcquire()) {
            busy().writeTo(response);
            return;
        }
        try {
            pass.on();
        } finally {
            kind.release();
        }
    }
}
