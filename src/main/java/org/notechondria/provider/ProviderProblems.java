package org.notechondria.provider;

import static java.lang.System.Logger.Level.WARNING;

import org.notechondria.problem.Problem;

/** Everything that a client may be told about a provider. Nothing that a provider said is repeated. */
final class ProviderProblems {
    private static final System.Logger LOG = System.getLogger(ProviderProblems.class.getName());

    private ProviderProblems() {
    }

    static Problem unreachable(Provider provider) {
        return Problem.of(502, "provider-unreachable", provider.label() + " can't be reached right now. Try again later.");
    }

    /** The client can't help it and may try the same code again; the operator reads the log. */
    static Problem misconfigured(Provider provider) {
        LOG.log(WARNING, "the provider {0} does not take this server''s client id and secret", provider.name());
        return unreachable(provider);
    }

    static Problem busy(Provider provider) {
        return Problem.of(503, "provider-busy", "Too many people are waiting for " + provider.label() + ". Try again soon.").retryAfter(2);
    }

    /** One message for whatever is wrong with a code or a token. */
    static Problem refused(Provider provider) {
        return Problem.of(400, "provider-refused", provider.label() + " did not confirm this sign-in. Start it again.");
    }

    static Problem needsCode() {
        return Problem.of(400, "provider-refused", "This provider issues no ID tokens. Send a code.");
    }
}
