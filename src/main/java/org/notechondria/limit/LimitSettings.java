package org.notechondria.limit;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.notechondria.configuration.FeatureSettings;
import org.notechondria.configuration.Settings;

/**
 * Whether attempts are limited at all.
 *
 * @param enabled  {@code notechondria.limit.enabled}, {@code true} or {@code false} (everything passes: for load tests, never for the open network); default true
 */
@Dependent
public record LimitSettings(boolean enabled) implements FeatureSettings {

    @Inject
    LimitSettings(Settings settings) {
        this(settings.oneOf("notechondria.limit.enabled", "true", "false", true));
    }
}
