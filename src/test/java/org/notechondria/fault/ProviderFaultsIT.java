package org.notechondria.fault;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.nimbusds.jose.jwk.JWKSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Eventually;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.ProviderStub;

/** F20: a provider that refuses, stalls, breaks off or answers nonsense is a 502 or 503 within five seconds, and everybody else's business no less fast. */
class ProviderFaultsIT extends ContractTest {
    private static final ProviderStub GOOGLE = ProviderStub.named("google");
    private static final ProviderStub ACME = ProviderStub.named("acme");
    private static final ResponseDefinitionBuilder STALL = aResponse().withFixedDelay(20_000);
    private static final String UNREACHABLE = "Google can't be reached right now. Try again later.";

    private void assertUnreachable(ResponseDefinitionBuilder answer) {
        String code = GOOGLE.codeAnsweredWith(answer);
        long begin = System.nanoTime();
        assertProblem(http.post("/auth/google/", Map.of("code", code)), 502, UNREACHABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void F20_a_provider_that_fails_is_502() {
        assertUnreachable(aResponse().withStatus(500).withBody("{\"error\": \"server_error\"}"));
        assertUnreachable(aResponse().withStatus(503));
    }

    @Test
    void F20_a_provider_that_answers_a_page_is_502() {
        assertUnreachable(aResponse().withStatus(200).withHeader("Content-Type", "text/html").withBody("<html><script>alert(1)</script></html>"));
        assertUnreachable(aResponse().withStatus(200).withHeader("Content-Type", "application/json").withBody("not json"));
        assertUnreachable(okJson("{\"access_token\": \"at\", \"token_type\": \"Bearer\"}"));
    }

    @Test
    void F20_a_provider_that_sends_fifty_megabytes_is_502() {
        assertUnreachable(aResponse().withStatus(200).withHeader("Content-Type", "application/json").withBody(new byte[50 * 1024 * 1024]));
    }

    @Test
    void F20_a_redirect_is_not_followed_wherever_it_points() {
        String landed = GOOGLE.codeFor(GOOGLE.token(GOOGLE.somebody().build()));
        assertUnreachable(aResponse().withStatus(302).withHeader("Location", "http://127.0.0.1:1/"));
        assertUnreachable(aResponse().withStatus(307).withHeader("Location", GOOGLE.issuer() + "/token"));
        assertThat(GOOGLE.exchangesOf(landed)).isZero();
    }

    @Test
    void F20_a_provider_that_breaks_off_is_502() {
        assertUnreachable(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        assertUnreachable(aResponse().withFault(Fault.EMPTY_RESPONSE));
        assertUnreachable(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
    }

    @Test
    void F20_a_provider_that_drips_is_502_in_time() {
        assertUnreachable(aResponse().withStatus(200).withHeader("Content-Type", "application/json").withBody("x".repeat(1000)).withChunkedDribbleDelay(100, 20_000));
    }

    @Test
    void F20_a_code_that_did_not_reach_its_provider_may_be_tried_again() {
        String code = GOOGLE.codeAnsweredWith(aResponse().withStatus(500));
        assertProblem(http.post("/auth/google/", Map.of("code", code)), 502, UNREACHABLE);
        assertProblem(http.post("/auth/google/", Map.of("code", code)), 502, UNREACHABLE);
        assertThat(GOOGLE.exchangesOf(code)).isEqualTo(2);
    }

    @Test
    void a_provider_that_does_not_take_our_own_credentials_is_502_for_the_client_can_not_help_it() {
        assertUnreachable(aResponse().withStatus(401).withHeader("Content-Type", "application/json").withBody("{\"error\": \"invalid_client\"}"));
    }

    @Test
    void F20_a_page_with_any_status_is_no_answer_of_the_provider() {
        assertUnreachable(aResponse().withStatus(403).withHeader("Content-Type", "text/html").withBody("<html>blocked</html>"));
        assertUnreachable(aResponse().withStatus(404));
        assertUnreachable(aResponse().withStatus(429).withHeader("Content-Type", "application/json").withBody("{\"error\": \"slow_down\"}"));
    }

    @Test
    void F20_a_binding_meets_the_same() {
        String code = GOOGLE.codeAnsweredWith(aResponse().withStatus(500));
        assertProblem(http.post("/auth/bind/google/", Map.of("code", code), People.somebody("anna").on(http, "Mac").header()), 502, UNREACHABLE);
    }

    @Test
    void F20_discovery_that_fails_or_lies_and_keys_that_can_not_be_read_are_502_and_all_is_well_once_they_are() {
        ProviderStub faulty = ProviderStub.named("faulty");
        String token = faulty.token(faulty.somebody().build());
        for (ResponseDefinitionBuilder answer : new ResponseDefinitionBuilder[] {aResponse().withStatus(500), okJson("{}"), okJson("[]"), aResponse().withStatus(200).withBody("<html>"),
                okJson(ProviderStub.discovery("https://another.example")), okJson(ProviderStub.discovery(faulty.issuer()).replace(faulty.issuer() + "/token", "http:token")),
                okJson(ProviderStub.discovery(faulty.issuer()).replace(faulty.issuer() + "/keys", "file:///etc/passwd"))}) {
            faulty.discoveryAnswers(answer);
            assertProblem(http.post("/auth/oidc/faulty/", Map.of("id_token", token)), 502, "faulty can't be reached right now. Try again later.");
        }
        faulty.discoveryAnswers(okJson(ProviderStub.discovery(faulty.issuer())));
        faulty.keysAnswer(aResponse().withStatus(500));
        for (int i = 0; i < 4; i++) { // beyond how often keys are asked for
            assertProblem(http.post("/auth/oidc/faulty/", Map.of("id_token", token)), 502, "faulty can't be reached right now. Try again later.");
        }
        faulty.keysAnswer(okJson(new JWKSet(faulty.key().toPublicJWK()).toString()));
        Eventually.holds("the keys are asked for again", () -> http.post("/auth/oidc/faulty/", Map.of("id_token", token)).status() == 200);
    }

    @Test
    void a_provider_that_says_no_is_400_and_its_words_stay_with_us() {
        String code = GOOGLE.codeAnsweredWith(aResponse().withStatus(400).withHeader("Content-Type", "application/json")
                .withBody("{\"error\": \"invalid_grant\", \"error_description\": \"<b>stolen?</b>\"}"));
        Http.Answer answer = http.post("/auth/google/", Map.of("code", code));
        assertProblem(answer, 400, "Google did not confirm this sign-in. Start it again.");
        assertThat(answer.body()).doesNotContain("stolen");
    }

    @Test
    void F20_forty_who_wait_for_a_provider_that_stalls_hold_eight_places_and_nobody_elses_time() {
        Credential anna = People.somebody("anna").on(http, "Mac");
        String stalled = GOOGLE.codeAnsweredWith(STALL);
        List<CompletableFuture<Http.Answer>> waiting = IntStream.range(0, 40)
                .mapToObj(i -> inItsOwnThread(() -> http.post("/auth/google/", Map.of("code", stalled + "&" + i)))).toList();
        Eventually.holds("those who find no place are told so", () -> waiting.stream().filter(CompletableFuture::isDone).count() >= 32);
        int asked = 0;
        long slowest = 0;
        while (waiting.stream().anyMatch(answer -> !answer.isDone())) {
            long begin = System.nanoTime();
            assertThat(http.get("/auth/check/", anna.header()).status()).isEqualTo(200);
            assertThat(http.post("/auth/oidc/acme/", Map.of("id_token", ACME.token(ACME.somebody().build()))).status()).isEqualTo(200);
            slowest = Math.max(slowest, System.nanoTime() - begin);
            asked++;
        }
        List<Integer> statuses = waiting.stream().map(answer -> answer.join().status()).toList();
        assertThat(statuses).filteredOn(status -> status == 502).hasSize(8);
        assertThat(statuses).filteredOn(status -> status == 503).hasSize(32);
        assertThat(waiting.stream().map(CompletableFuture::join).filter(answer -> answer.status() == 503)).allMatch(answer -> answer.header("Retry-After") != null);
        assertThat(asked).isGreaterThanOrEqualTo(3); // on the busiest machine; below it is the bound that matters
        assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(2));
    }

    /** As many as may sign in through providers at once wait, again and again; a stranger with a password is not among them. */
    @Test
    void F20_four_providers_that_stall_together_put_off_nobody_who_signs_in_by_password() {
        People.Person anna = People.somebody("anna");
        Map<String, String> codes = Map.of("/auth/google/", GOOGLE.codeAnsweredWith(STALL), "/auth/oidc/acme/", ACME.codeAnsweredWith(STALL),
                "/auth/oidc/slow/", ProviderStub.named("slow").codeAnsweredWith(STALL), "/auth/github/", ProviderStub.gitHubCodeAnsweredWith(STALL));
        AtomicBoolean enough = new AtomicBoolean();
        List<CompletableFuture<Http.Answer>> waiting = codes.entrySet().stream().flatMap(call -> IntStream.range(0, 8).mapToObj(i -> inItsOwnThread(() -> {
            Http.Answer last;
            do {
                last = http.post(call.getKey(), Map.of("code", call.getValue() + "&" + i, "redirect_uri", ProviderStub.REDIRECT));
            } while (!enough.get());
            return last;
        }))).toList();
        try {
            for (int i = 0; i < 5; i++) {
                Eventually.holds("all places of providers are taken", () -> http.post("/auth/oidc/acme/", Map.of("code", "one-more")).body().contains("problem:busy\""));
                assertThat(http.post("/auth/login/", Map.of("identifier", anna.username(), "password", People.PASSWORD)).status()).isEqualTo(200);
            }
        } finally {
            enough.set(true);
            waiting.forEach(CompletableFuture::join);
        }
    }

    private static CompletableFuture<Http.Answer> inItsOwnThread(Supplier<Http.Answer> call) {
        return CompletableFuture.supplyAsync(call, task -> new Thread(task).start());
    }
}
