package org.notechondria.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.notechondria.support.Http;
import org.notechondria.support.MailBox;
import org.notechondria.support.SharedNodes;
import org.notechondria.support.Sql;
import org.notechondria.support.TestNodes.TestNode;

/** Clients from many addresses, as a node behind a trusted proxy sees them, and what the one is told that asked too often. */
abstract class BehindAProxy {
    private static final AtomicInteger ADDRESSES = new AtomicInteger();
    static TestNode node;
    static Http http;
    static MailBox mailBox;

    @BeforeAll
    static void oneNodeWithLimits() throws InterruptedException {
        node = SharedNodes.limited();
        http = node.http();
        mailBox = new MailBox(node.log().resolveSibling("mail"));
    }

    @AfterAll
    static void leave() {
        Sql.speakTo(null);
    }

    static String[] from(String forwardedFor) {
        return new String[] {"X-Forwarded-For", forwardedFor};
    }

    static String freshAddress() {
        int number = ADDRESSES.incrementAndGet();
        return "203.0." + number / 250 + "." + (1 + number % 250);
    }

    static Http.Answer signIn(String identifier, String password, String forwardedFor) {
        return http.post("/auth/login/", Map.of("identifier", identifier, "password", password), from(forwardedFor));
    }

    static void assertLimited(Http.Answer answer, String policy) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(429);
        assertThat(answer.detail()).isEqualTo("Too many attempts. Try again later.");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 600);
        assertThat(answer.header("RateLimit-Policy")).startsWith("\"" + policy + "\";q=");
        assertThat(answer.header("RateLimit")).startsWith("\"" + policy + "\";r=0;t=");
    }
}
