package org.notechondria.provider;

import static java.lang.System.Logger.Level.WARNING;

import com.nimbusds.oauth2.sdk.ParseException;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.notechondria.problem.Problem;

/**
 * The providers that are on, and the one way to talk to them: each conversation within five seconds, and only so many at a time with each
 * provider, so that one that hangs holds a few threads and never all. Thread-safe.
 */
@ApplicationScoped
public class Providers {
    private static final System.Logger LOG = System.getLogger(Providers.class.getName());
    /** With the two times that somebody may wait a second for keys that another is fetching: five in all. */
    private static final Duration BUDGET = Duration.ofSeconds(3);
    private static final int AT_ONCE_WITH_EACH = 8;

    @Inject
    private ProviderSettings settings;
    private final Map<String, Line> lines = new LinkedHashMap<>();

    /** One provider's, with as many places as may be in conversation. */
    private record Line(Provider provider, Talk talk, Semaphore places) {
    }

    private interface Conversation<T> {
        T with(Talk talk, Deadline deadline) throws IOException, ParseException;
    }

    @PostConstruct
    void open() {
        for (Provider provider : settings.all()) {
            Talk talk = provider.speaksOpenIdConnect() ? new OpenIdTalk(provider) : new GitHubTalk(provider);
            lines.put(provider.name(), new Line(provider, talk, new Semaphore(AT_ONCE_WITH_EACH)));
        }
    }

    public List<Provider> all() {
        return settings.all();
    }

    public Optional<Provider> named(String name) {
        return Optional.ofNullable(lines.get(name)).map(Line::provider);
    }

    /** @throws Problem 502 when the provider can't be reached, 503 when too many talk to it */
    public URI authorizationUrl(Provider provider, AuthorizationRequest begun) {
        return talk(provider, (talk, deadline) -> talk.authorizationUrl(begun, deadline));
    }

    /**
     * @param now  the database's time
     * @throws Problem 400 when the provider says no, 502 when it can't be reached, 503 when too many talk to it
     */
    public Identity identify(Provider provider, Grant grant, Instant now) {
        return talk(provider, (talk, deadline) -> talk.identify(grant, now, deadline));
    }

    private <T> T talk(Provider provider, Conversation<T> conversation) {
        Line line = lines.get(provider.name());
        if (!line.places().tryAcquire()) {
            throw ProviderProblems.busy(provider);
        }
        try {
            return conversation.with(line.talk(), Deadline.in(BUDGET));
        } catch (Problem decided) {
            throw decided;
        } catch (IOException | ParseException | RuntimeException unusable) { // what a provider can make the library throw is not ours to list
            LOG.log(WARNING, "the provider {0} gave no usable answer: {1}", provider.name(), unusable.getClass().getSimpleName()); // its words stay out of the log
            throw ProviderProblems.unreachable(provider);
        } finally {
            line.places().release();
        }
    }
}
