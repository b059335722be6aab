package org.notechondria.oauth;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.notechondria.configuration.BadSetting;
import org.notechondria.configuration.FeatureSettings;
import org.notechondria.configuration.Settings;

/**
 * What a sign-in through a provider must bring, and where it may come back to.
 *
 * @param requireState  {@code notechondria.oauth.require-state}: only sign-ins that began here are taken; default false, for clients that send a code alone
 * @param frontendUrl   {@code notechondria.oauth.frontend-url}: where this server's own callback sends the browser on; default none: there is no callback
 * @param redirectUris  {@code notechondria.oauth.redirect-uris}: what a client may name as its redirect address, exactly, comma-separated, beside
 *                      each provider's own; default none
 */
@Dependent
public record OAuthSettings(boolean requireState, Optional<URI> frontendUrl, List<String> redirectUris) implements FeatureSettings {

    @Inject
    OAuthSettings(Settings settings) {
        this(settings.oneOf("notechondria.oauth.require-state", "true", "false", false),
                settings.optionalUrl("notechondria.oauth.frontend-url"),
                settings.list("notechondria.oauth.redirect-uris"));
        redirectUris.forEach(OAuthSettings::check);
    }

    private static void check(String redirectUri) {
        try {
            URI.create(redirectUri);
        } catch (IllegalArgumentException noUri) {
            throw new BadSetting("notechondria.oauth.redirect-uris", "must hold URIs, comma-separated");
        }
    }
}
