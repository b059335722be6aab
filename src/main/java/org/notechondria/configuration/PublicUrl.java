package org.notechondria.configuration;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.net.URI;

/**
 * Where clients and mails find this service: never made from request headers.
 *
 * @param root  {@code notechondria.public-url}, without a slash at its end; required
 */
@Dependent
public record PublicUrl(URI root) implements FeatureSettings {

    @Inject
    PublicUrl(Settings settings) {
        this(URI.create(settings.url("notechondria.public-url").toString().replaceAll("/+$", "")));
    }

    /** The address of {@code path} below {@code /api/v1}. */
    public String api(String path) {
        return root + "/api/v1" + path;
    }
}
