package org.notechondria.session;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.notechondria.configuration.FeatureSettings;
import org.notechondria.configuration.Settings;

/**
 * How long sessions live; read at start, applied to sessions that exist already (NIST SP 800-63B-4 2.2.3; ASVS 5.0 7.3.1, 7.3.2).
 *
 * @param idle      {@code notechondria.session.idle-timeout}, since the last request; default P1D, more than zero
 * @param absolute  {@code notechondria.session.absolute-timeout}, since sign-in; default P3D, more than zero
 */
@Dependent
public record SessionTimeouts(Duration idle, Duration absolute) implements FeatureSettings {

    @Inject
    SessionTimeouts(Settings settings) {
        this(settings.duration("notechondria.session.idle-timeout", "P1D"), settings.duration("notechondria.session.absolute-timeout", "P3D"));
    }

    /** Both limits are inclusive (wire contract, section 1): seen exactly one idle timeout ago is alive. */
    public boolean allow(Instant createdAt, Instant lastSeenAt, Instant now) {
        return !lastSeenAt.plus(idle).isBefore(now) && !createdAt.plus(absolute).isBefore(now);
    }

    /** The earlier of the two ends of a session that was seen at {@code seenAt} for the last time. */
    public Instant expiryOf(Instant createdAt, Instant seenAt) {
        Instant byIdleness = seenAt.plus(idle);
        Instant byAge = createdAt.plus(absolute);
        return byIdleness.isBefore(byAge) ? byIdleness : byAge;
    }

    /** For SQL. */
    public double idleSeconds() {
        return idle.toNanos() / 1e9;
    }

    /** For SQL. */
    public double absoluteSeconds() {
        return absolute.toNanos() / 1e9;
    }
}
