package org.notechondria.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.notechondria.support.Http;

/** Clients from many addresses, as a node behind a trusted proxy sees them, and what the one is told that asked too often. */
abstract class BehindAProxy {
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    static String[] from(String forwardedFor) {
        return new String[] {"X-Forwarded-For", forwardedFor};
    }

    static String freshAddress() {
        int number = ADDRESSES.incrementAndGet();
        return "203.0." + number / 250 + "." + (1 + number % 250);
    }

    static void assertLimited(Http.Answer answer, String policy) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(429);
        assertThat(answer.detail()).isEqualTo("Too many attempts. Try again later.");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 600);
        assertThat(answer.header("RateLimit-Policy")).startsWith("\"" + policy + "\";q=");
        assertThat(answer.header("RateLimit")).startsWith("\"" + policy + "\";r=0;t=");
    }
}
