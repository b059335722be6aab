package org.notechondria.gate;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.notechondria.configuration.FeatureSettings;
import org.notechondria.configuration.Settings;

/**
 * Whether memory may answer for the table.
 *
 * @param cache  {@code notechondria.session.cache}: {@code on}, or {@code off} for the strict mode that reads the row for every request; default on
 * @param size   {@code notechondria.session.cache-size}: sessions that one node remembers; default 100000, from 100 to 10000000
 */
@Dependent
public record GateSettings(boolean cache, int size) implements FeatureSettings {

    @Inject
    GateSettings(Settings settings) {
        this(settings.oneOf("notechondria.session.cache", "on", "off", true), settings.number("notechondria.session.cache-size", 100_000, 100, 10_000_000));
    }
}
