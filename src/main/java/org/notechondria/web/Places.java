package org.notechondria.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.notechondria.problem.Problem;

/**
 * How many requests are in the API at once, and how many of them are of people who bring no credential: a database that hangs, a crowd that
 * signs in, or providers that stall hold a part of the server's threads, each its own. Thread-safe.
 */
class Places {
    /** Of the server's threads (pre-boot.asadmin): the rest answer whoever needs no database while a database that hangs holds these. */
    private static final int ALL = 128;
    /** Of these, for all who post without a credential: a crowd takes no place from those who are signed in. */
    private static final int STRANGERS = 8 * Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors() - 1));
    /**
     * For strangers whose body has yet to come: who sends half of one and no more holds a place until the server gives up on it, and takes none from the others. Whoever
     * has a place of either kind may wait for his turn to hash ({@code credential.HashingTurns}): he is not refused further in.
     */
    private static final int STILL_SENDING = 8;
    /**
     * How many strangers wait until a place is free, and for how long: a crowd that is refused at once asks again at once, and keeps all cores busy
     * with that. Each is a thread of the server's that sleeps.
     */
    private static final int WAITING = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** As many as four providers may hold ({@code provider.Providers}): whatever they do, whoever signs in by password has his own. */
    private static final int THROUGH_PROVIDERS = 32;
    private static final List<String> PROVIDERS = List.of("auth/oauth/", "auth/oidc/", "auth/google", "auth/github");

    private final Semaphore all = new Semaphore(ALL);
    private final Semaphore strangers = new Semaphore(STRANGERS, true); // first come, first served
    private final Semaphore stillSending = new Semaphore(STILL_SENDING, true);
    private final Semaphore waiting = new Semaphore(WAITING);
    private final Semaphore throughProviders = new Semaphore(THROUGH_PROVIDERS);

    /** What is done with a place. */
    interface Pass {
        void on() throws IOException, ServletException;
    }

    /**
     * Passes a request of the API on, or answers 503 where it has no place: at once, except for strangers, who wait for theirs.
     *
     * @param path  of the request, below the API
     */
    void passOn(HttpServletRequest request, String path, HttpServletResponse response, Pass pass) throws IOException, ServletException {
        Pass inApi = () -> holding(all, all.tryAcquire(), response, pass);
        if (!"POST".equals(request.getMethod()) || request.getHeader("Authorization") != null) { // reading is cheap, and a page may ask for many pictures at once
            inApi.on();
        } else if (PROVIDERS.stream().anyMatch(path::startsWith)) {
            holding(throughProviders, throughProviders.tryAcquire(), response, inApi);
        } else {
            Semaphore kind = hasSentAll(request) ? strangers : stillSending;
            holding(kind, waitFor(kind), response, inApi);
        }
    }

    private static boolean hasSentAll(HttpServletRequest request) throws IOException {
        return request.getContentLengthLong() >= 0 && request.getInputStream().available() >= request.getContentLengthLong();
    }

    private boolean waitFor(Semaphore kind) {
        try {
            if (kind.tryAcquire(0, TimeUnit.SECONDS)) { // without a time, it would go before those who wait
                return true;
            }
            return waiting.tryAcquire() && waited(kind);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean waited(Semaphore kind) throws InterruptedException {
        try {
            return kind.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            waiting.release();
        }
    }

    private static void holding(Semaphore kind, boolean taken, HttpServletResponse response, Pass pass) throws IOException, ServletException {
        if (!taken) {
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
