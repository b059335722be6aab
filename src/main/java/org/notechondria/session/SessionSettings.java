package org.notechondria.session;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import org.notechondria.configuration.FeatureSettings;
import org.notechondria.configuration.Settings;

/**
 * How sessions are kept.
 *
 * @param retention  {@code notechondria.session.retention}, how long an ended session stays in the table; default P30D
 */
@Dependent
public record SessionSettings(Duration retention) implements FeatureSettings {

    @Inject
    SessionSettings(Settings settings) {
        this(settings.duration("notechondria.session.retention", "P30D"));
    }
}
