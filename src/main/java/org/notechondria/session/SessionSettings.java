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
 * @param cache      {@code notechondria.session.cache}, {@code on} or {@code off}: whether memory may answer for the table; default on
 */
@Dependent
public record SessionSettings(Duration retention, boolean cache) implements FeatureSettings {

    @Inject
    SessionSettings(Settings settings) {
        this(settings.duration("notechondria.session.retention", "P30D"), settings.oneOf("notechondria.session.cache", "on", "off", true));
    }
}
