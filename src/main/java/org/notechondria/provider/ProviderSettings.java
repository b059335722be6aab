package org.notechondria.provider;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.notechondria.configuration.BadSetting;
import org.notechondria.configuration.FeatureSettings;
import org.notechondria.configuration.Settings;

/**
 * Whom people may sign in with: a provider is on when its client id is set. {@code notechondria.oauth.google.*} and {@code .github.*} are
 * two of them, {@code notechondria.oauth.oidc.<name>.*} any number; names, units and defaults stand in docs/configuration.md.
 *
 * @param all  those that are on, in the order google, github, then by name
 */
@Dependent
public record ProviderSettings(List<Provider> all) implements FeatureSettings {
    private static final String OIDC = "notechondria.oauth.oidc.";
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Set<String> TAKEN = Set.of(Provider.GOOGLE, Provider.GITHUB);
    private static final int LONGEST_NAME = 40;

    @Inject
    ProviderSettings(Settings settings) {
        this(read(settings));
    }

    private static List<Provider> read(Settings settings) {
        List<Provider> on = new ArrayList<>();
        google(settings).ifPresent(on::add);
        gitHub(settings).ifPresent(on::add);
        for (String name : settings.groupsBelow(OIDC, "issuer")) {
            on.add(openId(settings, name));
        }
        return List.copyOf(on);
    }

    private static Optional<Provider> google(Settings settings) {
        String secret = settings.text("notechondria.oauth.google.client-secret", "");
        URI issuer = web("notechondria.oauth.google.issuer", settings.text("notechondria.oauth.google.issuer", "https://accounts.google.com"));
        Optional<String> redirectUri = uri("notechondria.oauth.google.redirect-uri", settings.text("notechondria.oauth.google.redirect-uri"));
        List<String> scopes = scopes("notechondria.oauth.google.scopes", settings.text("notechondria.oauth.google.scopes", "openid email profile"), true);
        return settings.text("notechondria.oauth.google.client-id").map(id -> new Provider(Provider.GOOGLE, "Google", issuer, null, id,
                secret("notechondria.oauth.google.client-secret", secret), redirectUri, scopes));
    }

    private static Optional<Provider> gitHub(Settings settings) {
        String secret = settings.text("notechondria.oauth.github.client-secret", "");
        URI site = web("notechondria.oauth.github.url", settings.text("notechondria.oauth.github.url", "https://github.com"));
        URI api = web("notechondria.oauth.github.api-url", settings.text("notechondria.oauth.github.api-url", "https://api.github.com"));
        Optional<String> redirectUri = uri("notechondria.oauth.github.redirect-uri", settings.text("notechondria.oauth.github.redirect-uri"));
        List<String> scopes = scopes("notechondria.oauth.github.scopes", settings.text("notechondria.oauth.github.scopes", "read:user user:email"), false);
        return settings.text("notechondria.oauth.github.client-id").map(id -> new Provider(Provider.GITHUB, "GitHub", site, api, id,
                secret("notechondria.oauth.github.client-secret", secret), redirectUri, scopes));
    }

    private static Provider openId(Settings settings, String name) {
        String group = OIDC + name + ".";
        if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME || TAKEN.contains(name)) {
            throw new BadSetting(group + "issuer", "must have a provider's name of lower-case letters, digits and single -, other than google and github");
        }
        return new Provider(name, settings.text(group + "label", name), web(group + "issuer", settings.required(group + "issuer")), null,
                settings.required(group + "client-id"), secret(group + "client-secret", settings.text(group + "client-secret", "")),
                uri(group + "redirect-uri", settings.text(group + "redirect-uri")), scopes(group + "scopes", settings.text(group + "scopes", "openid email profile"), true));
    }

    private static ClientSecret secret(String name, String given) {
        if (given.isEmpty()) {
            throw new BadSetting(name, "must be set when the provider's client-id is");
        }
        return new ClientSecret(given);
    }

    private static List<String> scopes(String name, String given, boolean openId) {
        List<String> scopes = Arrays.stream(given.split("[\\s,]+")).filter(scope -> !scope.isEmpty()).toList();
        if (openId && !scopes.contains("openid")) {
            throw new BadSetting(name, "must hold openid");
        }
        return scopes;
    }

    private static Optional<String> uri(String name, Optional<String> given) {
        try {
            given.ifPresent(URI::create);
            return given;
        } catch (IllegalArgumentException noUri) {
            throw new BadSetting(name, "must be a URI");
        }
    }

    /** Everything that a provider says is believed because of TLS: without it, only from this machine. */
    private static URI web(String name, String given) {
        try {
            URI url = URI.create(given);
            boolean safe = "https".equals(url.getScheme()) || "http".equals(url.getScheme()) && InetAddress.getByName(url.getHost()).isLoopbackAddress();
            if (!safe || url.getHost() == null || url.getRawQuery() != null || url.getRawFragment() != null || url.getUserInfo() != null) {
                throw new IllegalArgumentException();
            }
            return url;
        } catch (IllegalArgumentException | UnknownHostException unsafe) {
            throw new BadSetting(name, "must be an https URL without query and fragment (http on this machine alone)");
        }
    }
}
