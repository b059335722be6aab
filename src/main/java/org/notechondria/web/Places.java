package org.notechondria.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.notechondria.body.ReceivedRequest;
import org.notechondria.problem.Problem;

/**
 * How many requests are in the API at once, and how many of them are of people who bring no credential: a database that hangs, a crowd that
 * signs in, or providers that stall hold a part of the server's threads, each its own. Thread-safe.
 */
class Places {
    /** Of the server's threads (pre-boot.asadmin): the rest answer whoever needs no database while a database that hangs holds these. */
    private static final int ALL = 128;
    /**
     * Of these, for all who post without a credential: a crowd takes no place from those who are signed in. As many as may wait for their turn to
     * hash ({@code credential.HashingTurns}): who has a place is, as a rule, not refused further in.
     */
    private static final int STRANGERS = 8 * Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors() - 1));
    /** As many as four providers may hold ({@code provider.Providers}): whatever they do, whoever signs in by password has his own. */
    private static final int THROUGH_PROVIDERS = 32;
    private static final List<String> PROVIDERS = List.of("auth/oauth/", "auth/oidc/", "auth/google", "auth/github");
    private static final String PICTURES = "avatars/";
    private static final List<String> PROBE = List.of("auth/session/", "auth/session");
    /**
     * How many probes wait for a place: old clients forget the session on anything but 200 (wire contract, section 4), so that a burst must not refuse
     * them. One without a credential needs no place, for it asks nobody.
     */
    private static final int PROBING = 32;
    /**
     * How many strangers wait for one of their places, or pages for a picture, and for how long: a crowd that is refused at once asks again at once, and keeps all cores busy
     * with that. Each is a thread of the server's that sleeps.
     */
    private static final int WAITING = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** How many strangers' bodies are waited for, before a place is: who sends half of one keeps no place, and his share of threads is bounded. */
    private static final int RECEIVING = 72;
    /** Of all places, for requests that go at their client's pace: a body of somebody signed in that has yet to come, and the pictures. */
    private static final int SLOW = 64;

    private final Semaphore all = new Semaphore(ALL);
    private final Semaphore strangers = new Semaphore(STRANGERS, true); // first come, first served
    private final Semaphore throughProviders = new Semaphore(THROUGH_PROVIDERS);
    private final Semaphore waiting = new Semaphore(WAITING);
    private final Semaphore probing = new Semaphore(PROBING);
    private final Semaphore receiving = new Semaphore(RECEIVING);
    private final Semaphore slow = new Semaphore(SLOW, true);

    /** What is done with a place. */
    interface Pass {
        void on(HttpServletRequest request) throws IOException, ServletException;
    }

    /**
     * Passes a request of the API on, or refuses it where it has no place: at once, except for the probe, for pictures and for strangers who come
     * without a provider, who wait for theirs.
     *
     * @param path  of the request, below the API
     * @throws Problem 503
     */
    void passOn(HttpServletRequest request, String path, Pass pass) throws IOException, ServletException {
        Pass inApi = received -> holding(all, all.tryAcquire(), received, pass);
        if (isByStranger(request)) {
            HttpServletRequest received = received(request);
            boolean provider = PROVIDERS.stream().anyMatch(path::startsWith);
            Semaphore kind = provider ? throughProviders : strangers;
            holding(kind, provider ? kind.tryAcquire() : waitFor(kind, waiting), received, inApi);
        } else if (isProbe(request, path)) {
            probe(request, pass);
        } else if (path.startsWith(PICTURES)) {
            holding(slow, waitFor(slow, waiting), request, inApi); // a page shows many at once, and asks for none of them again
        } else if (!ReceivedRequest.isReceived(request)) {
            holding(slow, slow.tryAcquire(), request, inApi);
        } else {
            inApi.on(request);
        }
    }

    private void probe(HttpServletRequest request, Pass pass) throws IOException, ServletException {
        if (bringsNothing(request)) {
            pass.on(request);
        } else {
            holding(all, waitFor(all, probing), request, pass);
        }
    }

    private static boolean isProbe(HttpServletRequest request, String path) {
        return PROBE.contains(path) && ("GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod()));
    }

    static boolean isByStranger(HttpServletRequest request) {
        return "POST".equals(request.getMethod()) && bringsNothing(request);
    }

    private static boolean bringsNothing(HttpServletRequest request) {
        return SentCredential.of(request.getHeader("Authorization")).kind() == SentCredential.Kind.NONE;
    }

    private HttpServletRequest received(HttpServletRequest request) throws IOException {
        if (ReceivedRequest.isReceived(request)) {
            return request;
        }
        if (!receiving.tryAcquire()) {
            throw busy();
        }
        try {
            return ReceivedRequest.of(request);
        } finally {
            receiving.release();
        }
    }

    /** @param line  who may wait, each with a thread */
    private static boolean waitFor(Semaphore kind, Semaphore line) {
        if (within(Duration.ZERO, kind)) { // without a time, it would go before those who wait
            return true;
        }
        if (!line.tryAcquire()) {
            return false;
        }
        try {
            return within(PATIENCE, kind);
        } finally {
            line.release();
        }
    }

    private static boolean within(Duration time, Semaphore kind) {
        try {
            return kind.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void holding(Semaphore kind, boolean taken, HttpServletRequest request, Pass pass) throws IOException, ServletException {
        if (!taken) {
            throw busy();
        }
        try {
            pass.on(request);
        } finally {
            kind.release();
        }
    }

    private static Problem busy() {
        return Problem.of(503, "busy", "The service is busy. Try again soon.").retryAfter(1);
    }
}
