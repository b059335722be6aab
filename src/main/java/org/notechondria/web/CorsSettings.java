package org.notechondria.web;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.regex.Pattern;
import org.notechondria.configuration.BadSetting;
import org.notechondria.configuration.FeatureSettings;
import org.notechondria.configuration.Settings;

/**
 * Which web pages of other origins may read our answers.
 *
 * @param allowed  {@code notechondria.cors.allowed-origins}: origins, comma-separated; {@code http://localhost:*} leaves the port open; default none
 */
@Dependent
public record CorsSettings(List<String> allowed) implements FeatureSettings {
    private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.-]+(:([0-9]{1,5}|\\*))?|https?://\\[[0-9A-Fa-f:.]+](:([0-9]{1,5}|\\*))?");

    @Inject
    CorsSettings(Settings settings) {
        this(settings.list("notechondria.cors.allowed-origins"));
        if (!allowed.stream().allMatch(origin -> ORIGIN.matcher(origin).matches())) {
            throw new BadSetting("notechondria.cors.allowed-origins", "must hold origins such as https://app.example.org or http://localhost:*, comma-separated");
        }
    }

    /** @param origin the request's {@code Origin}; null is not allowed */
    public boolean allows(String origin) {
        return origin != null && allowed.stream().anyMatch(entry -> entry.endsWith(":*")
                ? origin.startsWith(entry.substring(0, entry.length() - 1)) && origin.substring(entry.length() - 1).matches("[0-9]{1,5}")
                : entry.equals(origin));
    }
}
