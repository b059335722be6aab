package org.notechondria.deployment;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import org.notechondria.configuration.FeatureSettings;
import org.notechondria.configuration.Settings;

/**
 * How often a node looks for what has expired.
 *
 * @param pause  {@code notechondria.sweep.pause}, before the first round and after each; default PT5M
 */
@Dependent
public record SweepSettings(Duration pause) implements FeatureSettings {

    @Inject
    SweepSettings(Settings settings) {
        this(settings.duration("notechondria.sweep.pause", "PT5M"));
    }
}
