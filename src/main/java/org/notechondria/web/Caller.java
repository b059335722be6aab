package org.notechondria.web;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/**
 * Who makes this request, and by which session or API key: bare numbers.
 *
 * @param userId     the person
 * @param sessionId  the session, or null when the caller came by API key
 * @param apiKeyId   the API key, or null when the caller came by session
 */
public record Caller(long userId, Long sessionId, Long apiKeyId) implements Principal {

    public static Caller bySession(long userId, long sessionId) {
        return new Caller(userId, sessionId, null);
    }

    public static Caller byApiKey(long userId, long apiKeyId) {
        return new Caller(userId, null, apiKeyId);
    }

    /** The caller that the authentication filter put there; null on a public path without a credential. */
    public static Caller of(SecurityContext security) {
        return (Caller) security.getUserPrincipal();
    }

    @Override
    public String getName() {
        return Long.toString(userId);
    }
}
