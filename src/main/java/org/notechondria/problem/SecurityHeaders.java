package org.notechondria.problem;

import java.util.Map;

/** What every answer that is no page tells a browser (promise A23): no guessing at its type, nothing loaded, nothing kept, nobody told where one came from. */
public final class SecurityHeaders {
    public static final Map<String, String> OF_DATA = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Cache-Control", "no-store",
            "Referrer-Policy", "no-referrer");

    private SecurityHeaders() {
    }
}
