package org.notechondria.limit;

import java.time.Duration;

/**
 * What is limited, and how far: a burst that may be used at once, and the time after which one more attempt is free again. A person never
 * meets these numbers; a program that guesses does at once. {@code ACCOUNT} counts by what was typed, whether or not it exists;
 * {@code ADDRESS} by the client's address, and wide enough for a school behind one.
 */
public enum Limit {
    /** Failed password sign-ins for one identifier: ten at once, then one a minute. A success is given back. */
    SIGN_IN_ACCOUNT("sign-in", 10, Duration.ofMinutes(1)),
    /** Failed password sign-ins from one address, whatever the identifier: thirty at once, then ten a minute. A success is given back. */
    SIGN_IN_ADDRESS("sign-in-address", 30, Duration.ofSeconds(6)),
    /** Codes typed for one person or e-mail address: ten at once, then one a minute. Beside the count that every code carries itself. */
    CODE_ACCOUNT("code", 10, Duration.ofMinutes(1)),
    /** Codes typed from one address, whomever for: thirty at once, then ten a minute. */
    CODE_ADDRESS("code-address", 30, Duration.ofSeconds(6)),
    /** Mails asked for to one e-mail address: five at once, then one in three minutes. */
    MAIL_ACCOUNT("mail", 5, Duration.ofMinutes(3)),
    /** Mails asked for from one address, whomever to: twenty at once, then one a minute. */
    MAIL_ADDRESS("mail-address", 20, Duration.ofMinutes(1)),
    /** Registrations from one address: twenty at once (a class that signs up together), then one a minute. */
    REGISTER_ADDRESS("register-address", 20, Duration.ofMinutes(1)),
    /** Sign-ins through a provider from one address, each of which makes us call the provider: thirty at once, then ten a minute. */
    OAUTH_ADDRESS("oauth-address", 30, Duration.ofSeconds(6));

    private final String wireName;
    private final int burst;
    private final Duration refill;

    Limit(String wireName, int burst, Duration refill) {
        this.wireName = wireName;
        this.burst = burst;
        this.refill = refill;
    }

    /** The name of the policy in the headers of a refusal; it also keeps two limits of the same key apart. */
    public String wireName() {
        return wireName;
    }

    /** Whether its keys are clients' addresses: of an IPv6 address the network counts, for each customer of a provider has 2^64 of them. */
    boolean countsAddresses() {
        return name().endsWith("_ADDRESS");
    }

    /** How many attempts a full bucket holds. */
    public int burst() {
        return burst;
    }

    /** The time in which one attempt comes back. */
    public Duration refill() {
        return refill;
    }

    /** The {@code RateLimit-Policy} of the IETF draft: the burst, and the seconds in which an empty bucket fills. */
    String policy() {
        return "\"%s\";q=%d;w=%d".formatted(wireName, burst, refill.multipliedBy(burst).toSeconds());
    }
}
