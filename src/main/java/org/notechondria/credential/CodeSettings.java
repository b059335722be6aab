package org.notechondria.credential;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import org.notechondria.configuration.BadSetting;
import org.notechondria.configuration.FeatureSettings;
import org.notechondria.configuration.Settings;

/**
 * How long one-time codes live.
 *
 * @param lifetime  {@code notechondria.code.lifetime}, from issue; default PT10M, a second to a day
 */
@Dependent
public record CodeSettings(Duration lifetime) implements FeatureSettings {

    @Inject
    CodeSettings(Settings settings) {
        this(settings.duration("notechondria.code.lifetime", "PT10M"));
    }

    public CodeSettings {
        if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(Duration.ofDays(1)) > 0) {
            throw new BadSetting("notechondria.code.lifetime", "must be from PT1S to P1D");
        }
    }
}
