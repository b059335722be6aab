package org.notechondria.oauth;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.notechondria.configuration.SecretKey;
import org.notechondria.provider.AuthorizationRequest;
import org.notechondria.provider.Grant;

/**
 * Keeps the sign-ins that began here, and what was brought back once: each works at most once, on whichever node. Each method is a
 * transaction of its own, committed before a provider is asked. The nonce and the PKCE verifier are derived from the state, so that nothing
 * in the table is of use to whoever reads it.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class Beginnings {
    private static final SecureRandom RANDOM = new SecureRandom();
    static final int SECONDS = 600;
    private static final int SWEPT_AT_ONCE = 500;

    @PersistenceContext
    private EntityManager em;
    @Inject
    private SecretKey secretKey;

    /** A sign-in that began: what goes to the provider, and what the client alone gets. */
    public static final class Begun {
        final String state = random();
        final String secret = random();

        @Override
        public String toString() {
            return "****";
        }
    }

    /** One that came back; the address is the one that the provider was given, if any. */
    public record Taken(Optional<String> redirectUri, Instant expiresAt) {
    }

    /** @param userId  who binds; null for the other intents */
    public Begun begin(String provider, String redirectUri, Intent intent, Long userId) {
        Begun begun = new Begun();
        em.createNamedQuery("OAuthState.add").setParameter(1, digest(begun.state)).setParameter(2, digest(begun.secret)).setParameter(3, provider)
                .setParameter(4, redirectUri).setParameter(5, intent.word()).setParameter(6, userId).setParameter(7, SECONDS).executeUpdate();
        return begun;
    }

    /**
     * Ends a sign-in that began here, for its own client, provider and purpose alone; anybody else leaves it as it was.
     *
     * @return empty when nothing matched
     */
    public Optional<Taken> take(String state, String secret, String provider, Intent intent, Long userId) {
        List<?> taken = em.createNamedQuery("OAuthState.take").setParameter(1, digest(state)).setParameter(2, digest(secret)).setParameter(3, provider)
                .setParameter(4, intent.word()).setParameter(5, userId == null ? 0 : userId).getResultList();
        return taken.stream().findFirst().map(row -> (Object[]) row).map(row -> new Taken(Optional.ofNullable((String) row[0]), ((Timestamp) row[1]).toInstant()));
    }

    /** Undoes {@link #take}, for a provider that was not reached: the client may bring the same again until it expires. */
    public void putBack(Taken taken, String state, String secret, String provider, Intent intent, Long userId) {
        em.createNamedQuery("OAuthState.putBack").setParameter(1, digest(state)).setParameter(2, digest(secret)).setParameter(3, provider)
                .setParameter(4, taken.redirectUri().orElse(null)).setParameter(5, intent.word()).setParameter(6, userId)
                .setParameter(7, Timestamp.from(taken.expiresAt())).executeUpdate();
    }

    /**
     * Spends what was brought back.
     *
     * @return the database's time; empty when it had been spent before
     */
    public Optional<Instant> spend(String provider, String codeOrToken) {
        List<?> spent = em.createNamedQuery("OAuthState.spend").setParameter(1, digest(provider + ' ' + codeOrToken)).getResultList();
        return spent.stream().findFirst().map(at -> ((Timestamp) at).toInstant());
    }

    /** For a provider that was not reached: the same code may be tried again. */
    public void giveBack(String provider, String codeOrToken) {
        em.createNamedQuery("OAuthState.giveBack").setParameter(1, digest(provider + ' ' + codeOrToken)).executeUpdate();
    }

    /** Deletes a small batch of what has expired; more than zero: there may be more. */
    public int sweep() {
        return em.createNamedQuery("OAuthState.sweep").setParameter(1, SWEPT_AT_ONCE).executeUpdate()
                + em.createNamedQuery("OAuthState.sweepSpent").setParameter(1, SWEPT_AT_ONCE).executeUpdate();
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public AuthorizationRequest requestOf(Begun begun, URI redirectUri) {
        return new AuthorizationRequest(begun.state, derived("oauth-nonce", begun.state), derived("oauth-pkce", begun.state), redirectUri);
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Grant begunWith(String state, Grant grant) {
        return grant.begunHere(derived("oauth-pkce", state), derived("oauth-nonce", state));
    }

    /** 43 characters of the form that RFC 7636 wants of a verifier. */
    private String derived(String purpose, String state) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secretKey.hash(purpose, state));
    }

    private static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
