package org.notechondria.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
import org.notechondria.support.LiveHeap;
import org.notechondria.support.People;
import org.notechondria.support.Race;
import org.notechondria.support.RawHttp;
import org.notechondria.support.SharedNodes;
import org.notechondria.support.Sql;
import org.notechondria.support.TestNodes.TestNode;

/** What is too large is refused before it has cost anything. */
class SizesIT extends ContractTest {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final long FLAT = 8 << 20;
    private static final String LOGIN = "POST /api/v1/auth/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    @Test
    void A04_a_body_of_100_MB_is_refused_by_its_length_alone() {
        Http.Answer answer = soon(() -> RawHttp.once(http.root(), LOGIN + "Content-Length: 104857600\r\n\r\n{\"identifier\":\"")).orElseThrow();
        assertProblem(answer, 413, "The body is too large.");
    }

    @Test
    void A04_a_body_between_the_calls_limit_and_the_largest_of_all_is_refused_as_it_comes() {
        Http.Answer answer = soon(() -> RawHttp.once(http.root(), LOGIN + "Content-Length: 1048576\r\n\r\n{\"identifier\":\"" + "x".repeat(70_000))).orElseThrow();
        assertProblem(answer, 413, "The body is too large.");
    }

    @Test
    void A04_an_endless_chunked_body_is_cut_at_the_limit() {
        soon(() -> endless(http)).ifPresent(answer -> assertProblem(answer, 413, "The body is too large."));
    }

    /** Empty: it was cut off without an answer. */
    private static Optional<Http.Answer> endless(Http to) {
        String chunk = "10000\r\n" + "x".repeat(65_536) + "\r\n";
        try (RawHttp connection = RawHttp.to(to.root())) {
            connection.write(LOGIN + "Transfer-Encoding: chunked\r\n\r\n");
            int chunks = 0;
            while (chunks < 10_000 && !connection.hasAnswer() && connection.write(chunk)) {
                chunks++;
            }
            assertThat(chunks).as("chunks of 64 KiB until it was refused").isLessThan(2_000);
            return connection.answer();
        }
    }

    /** Of a node, for the container of the tests has more to remember than this. */
    @Test
    void A04_the_heap_stays_flat_whatever_comes() throws Exception {
        TestNode node = SharedNodes.pair().get(0);
        try {
            attack(node.http());
            long before = LiveHeap.of(node.node().process().pid());
            for (int round = 0; round < 3; round++) {
                attack(node.http());
            }
            assertThat(LiveHeap.of(node.node().process().pid()) - before).as("bytes that live longer than what sent them").isLessThan(FLAT);
        } finally {
            Sql.speakTo(null);
        }
    }

    /** Bodies of 100 MB by their length, endless ones in chunks, and what is deep or long. */
    private static void attack(Http node) {
        Race.atOnce(8, number -> RawHttp.once(node.root(), LOGIN + "Content-Length: 104857600\r\n\r\n{\"identifier\":\"" + "x".repeat(1 << 20)))
                .forEach(answer -> answer.ifPresent(said -> assertProblem(said, 413, "The body is too large.")));
        Race.atOnce(8, number -> endless(node)).forEach(answer -> answer.ifPresent(said -> assertProblem(said, 413, "The body is too large.")));
        assertThat(Race.atOnce(8, number -> node.send("POST", "/auth/login/", "{\"identifier\":" + (number % 2 == 0 ? "9".repeat(1_000_000) : "[".repeat(10_000))).status())).containsOnly(413, 400);
    }

    @Test
    void A04_ten_thousand_headers_are_refused() {
        StringBuilder headers = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            headers.append("X-").append(i).append(": y\r\n");
        }
        Optional<Http.Answer> answer = soon(() -> RawHttp.once(http.root(), "GET /api/v1/ping/ HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n"));
        answer.ifPresent(said -> assertThat(said.status()).isIn(400, 431)); // or cut off while it was still being sent
    }

    @Test
    void A04_more_headers_or_larger_ones_than_allowed_are_431_with_a_problem_body() {
        String ping = "GET /api/v1/ping/ HTTP/1.1\r\nHost: localhost\r\n";
        assertProblem(RawHttp.once(http.root(), ping + "X-A: b\r\n".repeat(150) + "\r\n").orElseThrow(), 431, "The headers are too large.");
        assertProblem(RawHttp.once(http.root(), ping + "X-A: " + "b".repeat(9_000) + "\r\n\r\n").orElseThrow(), 431, "The headers are too large.");
    }

    @Test
    void A04_a_number_of_any_length_is_413_or_400() {
        for (int digits : new int[] {2_000, 60_000, 1_000_000}) {
            for (String body : new String[] {"{\"identifier\":" + "9".repeat(digits) + "}", "{\"identifier\":0." + "9".repeat(digits) + "}", "{\"x\":1e" + "9".repeat(digits) + "}"}) {
                Http.Answer answer = soon(() -> http.send("POST", "/auth/login/", body));
                assertThat(answer.status()).as("%s digits: %s", digits, answer).isEqualTo(digits > 65_536 ? 413 : 400);
            }
        }
    }

    @Test
    void A04_a_number_that_is_short_and_huge_is_answered_soon_and_never_5xx() {
        String[] anna = People.somebody("anna").on(http, "Mac").header();
        for (String number : new String[] {"1e999999999", "-1e999999999", "1e-999999999", "1e130000", "1e-20000", "1e99999999999999", "9".repeat(120_000), "7".repeat(150) + "e999", "7".repeat(500) + "." + "7".repeat(499), "1e-999", "1e999"}) {
            Http.Answer kept = soon(() -> http.send("PATCH", "/settings/", "{\"app_settings\":{\"n\":" + number + "}}", anna));
            assertThat(kept.status()).as("%.20s: %.300s", number, kept).isIn(200, 400);
            Http.Answer compared = soon(() -> http.send("POST", "/auth/verify-email/", "{\"email\":\"a@example.org\",\"code\":\"123456\",\"registration_id\":" + number + "}"));
            assertThat(compared.status()).as("%.20s: %.300s", number, compared).isIn(400, 413);
            assertThat(soon(() -> http.get("/settings/", anna)).status()).as(String.format("%.20s", number)).isEqualTo(200);
        }
    }

    @Test
    void A04_ten_thousand_levels_are_400() {
        for (String open : new String[] {"[", "{\"a\":"}) {
            assertProblem(soon(() -> http.send("POST", "/auth/login/", "{\"identifier\":" + open.repeat(10_000))), 400, "The body is nested too deeply.");
        }
    }

    /** The fastest of three: the others may have met a busy machine. */
    private static <T> T soon(Supplier<T> call) {
        for (int attempt = 1;; attempt++) {
            long start = System.nanoTime();
            T answer = call.get();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            if (took.compareTo(SOON) < 0) {
                return answer;
            }
            assertThat(attempt).as("tries, the last of " + took).isLessThan(3);
        }
    }
}
