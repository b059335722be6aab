package org.notechondria.oauth;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.ProviderStub;
import org.notechondria.support.Sql;

/** Wire contract, section 6: sign-in through GitHub, which has no ID token: the user and the verified primary address are fetched. */
class GitHubIT extends ContractTest {
    private static final AtomicLong IDS = new AtomicLong(System.nanoTime());

    private static String user(long id, String login) {
        return "{\"id\": %d, \"login\": \"%s\", \"name\": \"Grace Brewster Hopper\", \"email\": \"public@example.org\"}".formatted(id, login);
    }

    private static ResponseDefinitionBuilder emails(String primary, boolean verified) {
        return okJson("[{\"email\": \"second@example.org\", \"primary\": false, \"verified\": true}, {\"email\": \"%s\", \"primary\": true, \"verified\": %s}]".formatted(primary, verified));
    }

    private Http.Answer signIn(String code, String intent) {
        return http.post("/auth/github/", Map.of("code", code, "intent", intent));
    }

    @Test
    void a_new_person_takes_the_login_as_user_name_the_verified_primary_address_and_the_name() {
        long id = IDS.incrementAndGet();
        String login = "grace-" + Long.toString(id, 36);
        Http.Answer answer = signIn(ProviderStub.gitHubCode(user(id, login), emails(login + "@example.org", true)), "register");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        JsonObject person = answer.json().getJsonObject("user");
        assertThat(person.getString("username")).isEqualTo(login);
        assertThat(person.getString("email")).isEqualTo(login + "@example.org");
        assertThat(person.getString("first_name")).isEqualTo("Grace");
        assertThat(person.getString("last_name")).isEqualTo("Brewster Hopper");
        assertThat(Sql.one("SELECT subject FROM social_account WHERE user_id = ?", person.getJsonNumber("id").longValue())).isEqualTo(Long.toString(id));
        assertThat(signIn(ProviderStub.gitHubCode(user(id, "renamed-since"), emails(login + "@example.org", true)), "login").json().getJsonObject("user").getInt("id"))
                .isEqualTo(person.getInt("id"));
    }

    @Test
    void an_unverified_primary_address_links_nothing_and_is_not_taken() {
        People.Person anna = People.somebody("anna");
        Sql.update("UPDATE users SET email_verified = true WHERE id = ?", anna.id());
        long id = IDS.incrementAndGet();
        Http.Answer refused = signIn(ProviderStub.gitHubCode(user(id, "mallory"), emails(anna.email(), false)), "login");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(Sql.count("SELECT count(*) FROM social_account WHERE user_id = ?", anna.id())).isZero();
        JsonObject stranger = signIn(ProviderStub.gitHubCode(user(IDS.incrementAndGet(), "new-" + id), emails("nobody-has-" + id + "@example.org", false)), "register").json();
        assertThat(stranger.getJsonObject("user").getString("email")).isEmpty();
    }

    @Test
    void a_person_who_keeps_the_addresses_hidden_is_made_without_one() {
        long id = IDS.incrementAndGet();
        JsonObject person = signIn(ProviderStub.gitHubCode(user(id, "hidden-" + id), aResponse().withStatus(404)), "register").json().getJsonObject("user");
        assertThat(person.getString("email")).isEmpty();
    }

    @Test
    void a_GitHub_that_is_asked_too_often_is_502_and_no_second_account_is_made_meanwhile() {
        for (ResponseDefinitionBuilder throttled : new ResponseDefinitionBuilder[] {aResponse().withStatus(429), aResponse().withStatus(401),
                aResponse().withStatus(403).withHeader("X-RateLimit-Remaining", "0"), aResponse().withStatus(403).withHeader("Retry-After", "60")}) {
            long id = IDS.incrementAndGet();
            assertThat(signIn(ProviderStub.gitHubCode(user(id, "busy-" + id), throttled), "register").status()).isEqualTo(502);
            assertThat(Sql.count("SELECT count(*) FROM social_account WHERE subject = ?", Long.toString(id))).isZero();
        }
        long id = IDS.incrementAndGet();
        assertThat(signIn(ProviderStub.gitHubCode(user(id, "shy-" + id), aResponse().withStatus(403)), "register").status()).isEqualTo(200);
    }

    @Test
    void a_code_that_GitHub_does_not_know_is_400() {
        String code = ProviderStub.gitHubCodeAnsweredWith(okJson("{\"error\": \"bad_verification_code\", \"error_description\": \"<script>alert(1)</script>\"}"));
        Http.Answer answer = signIn(code, "register");
        assertProblem(answer, 400, "GitHub did not confirm this sign-in. Start it again.");
        assertThat(answer.body()).doesNotContain("script");
    }

    @Test
    void an_answer_without_an_id_is_502() {
        Http.Answer answer = signIn(ProviderStub.gitHubCode("{\"login\": \"grace\"}", aResponse().withStatus(404)), "register");
        assertProblem(answer, 502, "GitHub can't be reached right now. Try again later.");
    }

    @Test
    void GitHub_issues_no_ID_tokens() {
        assertProblem(http.post("/auth/github/", Map.of("id_token", "a.b.c")), 400, "This provider issues no ID tokens. Send a code.");
    }
}
