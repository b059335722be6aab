package org.notechondria.oauth;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Eventually;
import org.notechondria.support.Http;
import org.notechondria.support.MailBox;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.ProviderStub;
import org.notechondria.support.Race;
import org.notechondria.support.Sql;

/** Wire contract, section 6: the providers that a person has linked: bind, list, unlink. */
class SocialAccountsIT extends ContractTest {
    private static final ProviderStub GOOGLE = ProviderStub.named("google");

    private Http.Answer bind(JWTClaimsSet claims, Credential by) {
        return http.post("/auth/bind/google/", Map.of("code", GOOGLE.codeFor(GOOGLE.token(claims))), by.header());
    }

    private JsonArray listOf(Credential by) {
        return Json.createReader(new StringReader(http.get("/auth/social-accounts/", by.header()).body())).readArray();
    }

    @Test
    void binding_answers_201_the_first_time_and_200_afterwards_with_the_link() {
        Credential anna = People.somebody("anna").on(http, "Mac");
        JWTClaimsSet claims = GOOGLE.somebody().build();
        Http.Answer first = bind(claims, anna);
        assertThat(first.status()).as(first.toString()).isEqualTo(201);
        assertThat(first.json().keySet()).containsExactlyInAnyOrder("id", "provider", "provider_uid", "email");
        assertThat(first.json().getString("provider")).isEqualTo("google");
        assertThat(first.json().getString("provider_uid")).isEqualTo(claims.getSubject());
        Http.Answer again = bind(claims, anna);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().getInt("id")).isEqualTo(first.json().getInt("id"));
        JWTClaimsSet another = GOOGLE.somebody().build();
        assertThat(bind(another, anna).status()).isEqualTo(200);
        assertThat(listOf(anna)).hasSize(1);
        assertThat(listOf(anna).getJsonObject(0).getString("provider_uid")).isEqualTo(another.getSubject());
    }

    @Test
    void a_new_link_is_told_to_its_person_by_mail_and_one_that_was_there_is_not() {
        People.Person person = People.somebody("anna");
        Credential anna = person.signedIn();
        JWTClaimsSet claims = GOOGLE.somebody().build();
        bind(claims, anna);
        bind(claims, anna);
        Eventually.holds("every mail is sent", () -> Sql.count("SELECT count(*) FROM outbox") == 0);
        assertThat(MailBox.ofTheDeployment().mailsTo(person.email())).extracting(MailBox.Received::subject).containsExactly("Google was linked to your Notechondria account");
    }

    @Test
    void whoever_bound_a_provider_signs_in_through_it() {
        People.Person person = People.somebody("anna");
        JWTClaimsSet claims = GOOGLE.somebody().build();
        bind(claims, person.on(http, "Mac"));
        Http.Answer answer = http.post("/auth/google/", Map.of("code", GOOGLE.codeFor(GOOGLE.token(claims)), "intent", "login"));
        assertThat(answer.json().getJsonObject("user").getJsonNumber("id").longValue()).isEqualTo(person.id());
    }

    @Test
    void an_identity_that_is_linked_to_somebody_else_is_409_and_stays_there() {
        JWTClaimsSet claims = GOOGLE.somebody().build();
        Credential anna = People.somebody("anna").signedIn();
        bind(claims, anna);
        Credential ben = People.somebody("ben").signedIn();
        assertProblem(bind(claims, ben), 409, "This Google account is linked to somebody else.");
        assertThat(listOf(anna)).hasSize(1);
        assertThat(listOf(ben)).isEmpty();
    }

    @Test
    void of_two_people_who_bind_one_identity_at_once_one_has_it() throws Exception {
        Credential[] people = {People.somebody("anna").signedIn(), People.somebody("ben").signedIn()};
        for (int round = 0; round < 10; round++) {
            JWTClaimsSet claims = GOOGLE.somebody().build();
            Http.Answer[] answers = Race.atOnce(2, i -> bind(claims, people[i])).toArray(Http.Answer[]::new);
            assertThat(answers).extracting(Http.Answer::status).filteredOn(status -> status < 300).hasSize(1);
            assertThat(answers).extracting(Http.Answer::status).filteredOn(status -> status == 409).hasSize(1);
        }
    }

    @Test
    void the_list_names_each_link_and_since_when_also_to_an_api_key() {
        Credential anna = People.somebody("anna").signedIn();
        assertThat(listOf(anna)).isEmpty();
        bind(GOOGLE.somebody().build(), anna);
        JsonObject row = listOf(anna).getJsonObject(0);
        assertThat(row.keySet()).containsExactlyInAnyOrder("id", "provider", "provider_uid", "email", "created_at");
        assertThat(row.getString("created_at")).matches("[0-9-]+T[0-9:.]+Z");
        String apiKey = http.send("POST", "/auth/rotate-api-key/", null, anna.header()).json().getString("api_key");
        assertThat(http.get("/auth/social-accounts/", "Authorization", "Bearer " + apiKey).status()).isEqualTo(200);
        assertProblem(http.delete("/auth/social-accounts/google/", "Authorization", "Bearer " + apiKey), 403, "A session is required.");
        assertProblem(http.post("/auth/bind/google/", Map.of("code", "x"), "Authorization", "Bearer " + apiKey), 403, "A session is required.");
    }

    @Test
    void I7_a_binding_whose_session_ended_while_the_provider_thought_links_nothing() throws Exception {
        People.Person person = People.somebody("anna");
        Credential thief = person.signedIn();
        Credential owner = person.signedIn();
        String code = GOOGLE.codeAnsweredWith(aResponse().withFixedDelay(1500).withHeader("Content-Type", "application/json")
                .withBody("{\"access_token\": \"at\", \"token_type\": \"Bearer\", \"id_token\": \"" + GOOGLE.token(GOOGLE.somebody().build()) + "\"}"));
        long before = Sql.count("SELECT count(*) FROM oauth_spent");
        CompletableFuture<Http.Answer> binding = CompletableFuture.supplyAsync(() -> http.post("/auth/bind/google/", Map.of("code", code), thief.header()));
        Eventually.holds("the provider is asked", () -> Sql.count("SELECT count(*) FROM oauth_spent") > before);
        assertThat(http.delete("/auth/sessions/", owner.header()).status()).isEqualTo(200);
        assertProblem(binding.get(30, TimeUnit.SECONDS), 401, "Invalid token.");
        assertThat(listOf(owner)).isEmpty();
    }

    @Test
    void an_identity_whose_provider_was_renamed_is_bound_under_the_new_name() {
        Credential anna = People.somebody("anna").signedIn();
        JWTClaimsSet claims = GOOGLE.somebody().build();
        bind(claims, anna);
        Sql.update("UPDATE social_account SET provider = 'google-before' WHERE subject = ?", claims.getSubject());
        assertThat(bind(claims, anna).status()).isEqualTo(201);
        assertThat(listOf(anna)).hasSize(1);
    }

    @Test
    void a_link_to_a_provider_that_is_configured_no_more_is_no_way_in() {
        JsonObject payload = http.post("/auth/google/", Map.of("code", GOOGLE.codeFor(GOOGLE.token(GOOGLE.somebody().build())))).json();
        Sql.update("INSERT INTO social_account (user_id, provider, issuer, subject) VALUES (?, 'gone', 'https://gone.example', '1')", payload.getJsonObject("user").getJsonNumber("id").longValue());
        assertThat(http.delete("/auth/social-accounts/google/", "Authorization", "Token " + payload.getString("token")).status()).isEqualTo(400);
    }

    @Test
    void unlinking_is_204_and_then_404_and_the_provider_signs_in_no_more() {
        Credential anna = People.somebody("anna").signedIn();
        JWTClaimsSet claims = GOOGLE.somebody().build();
        bind(claims, anna);
        assertThat(http.delete("/auth/social-accounts/google/", anna.header()).status()).isEqualTo(204);
        assertProblem(http.delete("/auth/social-accounts/google/", anna.header()), 404, "No such account is linked.");
        assertProblem(http.delete("/auth/social-accounts/nobody/", anna.header()), 404, "No such account is linked.");
        assertThat(http.post("/auth/google/", Map.of("code", GOOGLE.codeFor(GOOGLE.token(claims)), "intent", "login")).status()).isEqualTo(404);
    }

    @Test
    void the_last_way_in_of_somebody_without_a_password_is_not_unlinked_and_with_another_it_is() {
        JsonObject payload = http.post("/auth/google/", Map.of("code", GOOGLE.codeFor(GOOGLE.token(GOOGLE.somebody().build())))).json();
        String[] header = {"Authorization", "Token " + payload.getString("token")};
        Http.Answer refused = http.delete("/auth/social-accounts/google/", header);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.detail()).startsWith("This is the only way to sign in to your account.");
        ProviderStub acme = ProviderStub.named("acme");
        assertThat(http.post("/auth/bind/oidc/acme/", Map.of("code", acme.codeFor(acme.token(acme.somebody().build()))), header).status()).isEqualTo(201);
        assertThat(http.delete("/auth/social-accounts/google/", header).status()).isEqualTo(204);
        assertThat(http.delete("/auth/social-accounts/acme/", header).status()).isEqualTo(400);
    }

    @Test
    void of_two_links_that_are_removed_at_once_one_stays_when_there_is_no_password() throws Exception {
        ProviderStub acme = ProviderStub.named("acme");
        for (int round = 0; round < 10; round++) {
            JsonObject payload = http.post("/auth/google/", Map.of("code", GOOGLE.codeFor(GOOGLE.token(GOOGLE.somebody().build())))).json();
            String[] header = {"Authorization", "Token " + payload.getString("token")};
            http.post("/auth/bind/oidc/acme/", Map.of("code", acme.codeFor(acme.token(acme.somebody().build()))), header);
            Race.atOnce(2, i -> http.delete("/auth/social-accounts/" + (i == 0 ? "google" : "acme") + "/", header));
            assertThat(Sql.count("SELECT count(*) FROM social_account WHERE user_id = ?", payload.getJsonObject("user").getJsonNumber("id").longValue())).isEqualTo(1);
        }
    }

    @Test
    void I4_A09_a_code_that_a_hundred_bring_at_the_same_instant_makes_one_session_and_one_person() throws Exception {
        for (int round = 0; round < 3; round++) {
            JWTClaimsSet claims = GOOGLE.somebody().build();
            String code = GOOGLE.codeFor(GOOGLE.token(claims));
            Http.Answer[] answers = Race.atOnce(100, i -> http.post("/auth/google/", Map.of("code", code))).toArray(Http.Answer[]::new);
            assertThat(answers).extracting(Http.Answer::status).filteredOn(status -> status == 200).hasSize(1);
            assertThat(answers).extracting(Http.Answer::status).allMatch(status -> status == 200 || status == 400 || status == 503);
            assertThat(GOOGLE.exchangesOf(code)).isEqualTo(1);
            assertThat(Sql.count("SELECT count(*) FROM session s JOIN social_account a USING (user_id) WHERE a.subject = ?", claims.getSubject())).isEqualTo(1);
        }
    }

    @Test
    void one_person_who_arrives_by_many_codes_at_once_is_made_once() throws Exception {
        JWTClaimsSet claims = GOOGLE.somebody().build();
        Http.Answer[] answers = Race.atOnce(6, i -> http.post("/auth/google/", Map.of("code", GOOGLE.codeFor(GOOGLE.token(claims))))).toArray(Http.Answer[]::new);
        assertThat(answers).extracting(Http.Answer::status).containsOnly(200);
        assertThat(Sql.count("SELECT count(*) FROM users WHERE email = ?", claims.getClaim("email"))).isEqualTo(1);
    }
}
