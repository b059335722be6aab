package org.notechondria.gate;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import org.notechondria.configuration.BadSetting;
import org.notechondria.configuration.FeatureSettings;
import org.notechondria.configuration.Settings;

/**
 * Whether memory may answer for the table, and how long after a revoke at the very most.
 *
 * @param cache  {@code notechondria.session.cache}: {@code on}, or {@code off} for the strict mode that reads the row for every request; default on
 * @param size   {@code notechondria.session.cache-size}: sessions that one node remembers; default 100000, from 100 to 10000000
 * @param bound  {@code notechondria.session.revocation-bound}: until a revoke is true on every node, whatever happens to the message; default PT1S, from PT0.2S to PT1S
 */
@Dependent
public record GateSettings(boolean cache, int size, Duration bound) implements FeatureSettings {
    private static final String BOUND = "notechondria.session.revocation-bound";
    private static final Duration LEAST = Duration.ofMillis(200);
    /** What is promised; a longer one would be another product. */
    private static final Duration MOST = Duration.ofSeconds(1);

    /** @throws BadSetting when the bound is out of its range */
    public GateSettings {
        if (bound.compareTo(LEAST) < 0 || bound.compareTo(MOST) > 0) {
            throw new BadSetting(BOUND, "must be from PT0.2S to PT1S");
        }
    }

    @Inject
    GateSettings(Settings settings) {
        this(settings.oneOf("notechondria.session.cache", "on", "off", true), settings.number("notechondria.session.cache-size", 100_000, 100, 10_000_000),
                settings.duration(BOUND, "PT1S"));
    }

    /** Memory answers for this long after a beat was sent: what is left of the bound is for an answer that is under way. */
    Duration trust() {
        return bound.multipliedBy(9).dividedBy(10);
    }

    /** From one beat to the next: two may be late or lost before memory is distrusted. */
    Duration beat() {
        return bound.multipliedBy(3).dividedBy(10);
    }
}
