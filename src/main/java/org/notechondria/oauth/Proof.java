package org.notechondria.oauth;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.notechondria.limit.Limit;
import org.notechondria.limit.Limits;
import org.notechondria.problem.Problem;
import org.notechondria.provider.AuthorizationRequest;
import org.notechondria.provider.Grant;
import org.notechondria.provider.Identity;
import org.notechondria.provider.Provider;
import org.notechondria.provider.Providers;

/** Has a provider prove who somebody is: sends people there, and judges what they bring back. Not transactional: no connection is held while a provider thinks. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Proof {
    private static final int BAD_GATEWAY = 502;

    @Inject
    private Providers providers;
    @Inject
    private OAuthSettings settings;
    @Inject
    private Limits limits;
    @EJB
    private Beginnings beginnings;

    /** What a client needs to send its person to the provider, and to prove later that it is the one that did. */
    public record Started(URI authorizationUrl, String state, String stateSecret, long expiresIn) {
        @Override
        public String toString() {
            return "****";
        }
    }

    /** @param redirectUri  null: the provider's own */
    public Started start(Provider provider, String redirectUri, Intent intent, Long userId, String client) {
        limits.take(Limit.OAUTH_ADDRESS, client);
        Optional<String> target = allowed(provider, Optional.ofNullable(redirectUri));
        if (target.isEmpty() && provider.speaksOpenIdConnect()) {
            throw OAuthProblems.redirectNeeded();
        }
        Beginnings.Begun begun = beginnings.begin(provider.name(), target.orElse(null), intent, userId);
        URI url = providers.authorizationUrl(provider, beginnings.requestOf(begun, target.map(URI::create).orElse(null)));
        return new Started(url, begun.state, begun.secret, Beginnings.SECONDS);
    }

    /**
     * Who brought this back.
     *
     * @param userId  who binds; null for the other intents
     * @throws Problem 400 when the state, the code or the token proves nothing; 502 or 503 when the provider can't be asked; 429
     */
    public Identity of(Provider provider, Intent intent, Long userId, BroughtBack back, String client) {
        limits.take(Limit.OAUTH_ADDRESS, client);
        return back.beganHere() ? begunHere(provider, intent, userId, back) : identify(provider, grant(back, allowed(provider, back.redirectUri())), back);
    }

    private Identity begunHere(Provider provider, Intent intent, Long userId, BroughtBack back) {
        Beginnings.Taken taken = beginnings.take(back.state(), back.stateSecret(), provider.name(), intent, userId).orElseThrow(OAuthProblems::invalidState);
        if (back.redirectUri().isPresent() && !back.redirectUri().equals(taken.redirectUri())) {
            throw OAuthProblems.invalidState();
        }
        try {
            return identify(provider, beginnings.begunWith(back.state(), grant(back, taken.redirectUri())), back);
        } catch (Problem failed) {
            if (failed.status() >= BAD_GATEWAY) {
                beginnings.putBack(taken, back.state(), back.stateSecret(), provider.name(), intent, userId);
            }
            throw failed;
        }
    }

    /** What a provider did not get to see may be brought again. */
    private Identity identify(Provider provider, Grant grant, BroughtBack back) {
        Instant now = beginnings.spend(provider.name(), back.singleUse()).orElseThrow(() -> OAuthProblems.spent(provider));
        try {
            return providers.identify(provider, grant, now);
        } catch (Problem failed) {
            if (failed.status() >= BAD_GATEWAY) {
                beginnings.giveBack(provider.name(), back.singleUse());
            }
            throw failed;
        }
    }

    private static Grant grant(BroughtBack back, Optional<String> redirectUri) {
        return back.code().map(code -> Grant.ofCode(code, redirectUri.map(URI::create).orElse(null))).orElseGet(() -> Grant.ofIdToken(back.idToken()));
    }

    /** The named address when it is allowed, character for character; the provider's own when none is named. */
    private Optional<String> allowed(Provider provider, Optional<String> named) {
        if (named.isPresent() && !named.equals(provider.redirectUri()) && !settings.redirectUris().contains(named.get())) {
            throw OAuthProblems.redirectNotAllowed();
        }
        return named.or(provider::redirectUri);
    }
}
