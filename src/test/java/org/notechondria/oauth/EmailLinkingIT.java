package org.notechondria.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Person;
import org.notechondria.support.ProviderStub;
import org.notechondria.support.Sql;

/** An e-mail address links by itself to nobody: only where the provider and this server have both seen it proven. */
class EmailLinkingIT extends ContractTest {
    private static final ProviderStub GOOGLE = ProviderStub.named("google");

    private static Person somebodyWhoseAddressIs(boolean verified) {
        Person person = People.somebody("linked");
        Sql.update("UPDATE users SET email_verified = ? WHERE id = ?", verified, person.id());
        return person;
    }

    private Http.Answer signIn(JWTClaimsSet claims, String intent) {
        return http.post("/auth/google/", Map.of("code", GOOGLE.codeFor(GOOGLE.token(claims)), "intent", intent));
    }

    private static long linksOf(Person person) {
        return Sql.count("SELECT count(*) FROM social_account WHERE user_id = ?", person.id());
    }

    @Test
    void an_address_that_both_sides_have_proven_links_and_signs_in() {
        Person person = somebodyWhoseAddressIs(true);
        Http.Answer answer = signIn(GOOGLE.somebody().claim("email", person.email().toUpperCase(java.util.Locale.ROOT)).build(), "login");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().getJsonObject("user").getJsonNumber("id").longValue()).isEqualTo(person.id());
        assertThat(linksOf(person)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"the string true", "the number 1", "absent", "false"})
    void an_address_that_the_provider_does_not_call_verified_links_nothing(String said) {
        Person person = somebodyWhoseAddressIs(true);
        Object value = switch (said) {
            case "the string true" -> "true";
            case "the number 1" -> 1;
            case "false" -> false;
            default -> null;
        };
        for (String intent : new String[] {"login", "register"}) {
            Http.Answer answer = signIn(GOOGLE.somebody().claim("email", person.email()).claim("email_verified", value).build(), intent);
            assertThat(answer.status()).as(answer.toString()).isEqualTo(409);
            assertThat(answer.json().getString("code")).isEqualTo("account_exists");
            assertThat(answer.detail()).startsWith("There is an account with the e-mail address of this Google account. Sign in to it first");
        }
        assertThat(linksOf(person)).isZero();
        assertThat(Sql.count("SELECT count(*) FROM session WHERE user_id = ?", person.id())).isZero();
    }

    @Test
    void an_address_that_only_looks_like_a_persons_is_not_that_persons() {
        Person person = somebodyWhoseAddressIs(true);
        String hidden = person.email().replaceFirst("@", "\u200B@");
        String kelvin = "\u212A" + person.email();
        Sql.update("UPDATE users SET email = ? WHERE id = ?", "k" + person.email(), person.id());
        for (String email : new String[] {"k" + hidden, kelvin}) {
            Http.Answer answer = signIn(GOOGLE.somebody().claim("email", email).build(), "register");
            assertThat(answer.json().getJsonObject("user").getString("email")).isEmpty();
        }
        assertThat(linksOf(person)).isZero();
    }

    @Test
    void an_address_that_is_too_long_to_keep_is_not_taken() {
        JsonObject user = signIn(GOOGLE.somebody().claim("email", "x".repeat(243) + "@example.org").build(), "register").json().getJsonObject("user");
        assertThat(user.getString("email")).isEmpty();
    }

    @Test
    void an_address_that_nobody_has_proven_here_links_nothing() {
        Person person = somebodyWhoseAddressIs(false);
        assertThat(signIn(GOOGLE.somebody().claim("email", person.email()).build(), "register").status()).isEqualTo(409);
        assertThat(linksOf(person)).isZero();
    }

    @Test
    void a_deactivated_account_is_not_linked() {
        Person person = somebodyWhoseAddressIs(true);
        Sql.update("UPDATE users SET is_active = false WHERE id = ?", person.id());
        assertThat(signIn(GOOGLE.somebody().claim("email", person.email()).build(), "login").status()).isEqualTo(409);
        assertThat(linksOf(person)).isZero();
    }

    @Test
    void an_account_that_has_another_identity_of_this_provider_keeps_it() {
        Person person = somebodyWhoseAddressIs(true);
        signIn(GOOGLE.somebody().claim("email", person.email()).build(), "login");
        assertThat(signIn(GOOGLE.somebody().claim("email", person.email()).build(), "login").status()).isEqualTo(409);
        assertThat(linksOf(person)).isEqualTo(1);
    }

    @Test
    void an_address_that_is_not_verified_and_nobody_has_makes_an_account_without_one() {
        JsonObject user = signIn(GOOGLE.somebody().claim("email_verified", "true").build(), "register").json().getJsonObject("user");
        assertThat(user.getString("email")).isEmpty();
        assertThat(Sql.one("SELECT email FROM users WHERE id = ?", user.getJsonNumber("id").longValue())).isNull();
    }

    @Test
    void a_person_without_an_address_is_made_and_an_identity_code_has_nowhere_to_go() {
        JsonObject payload = signIn(GOOGLE.somebody().claim("email", null).build(), "register").json();
        assertThat(payload.getJsonObject("user").getString("username")).startsWith("user");
        Http.Answer code = http.send("POST", "/auth/send-identity-code/", null, "Authorization", "Token " + payload.getString("token"));
        assertThat(code.status()).isEqualTo(400);
        assertThat(code.detail()).isNotBlank();
    }

    @Test
    void markup_and_line_breaks_that_a_provider_sends_are_kept_as_text_of_one_line() {
        String name = "<b>Gra\u202ece\r\nX-Evil: 1</b>";
        JsonObject user = signIn(GOOGLE.somebody().claim("given_name", name).build(), "register").json().getJsonObject("user");
        assertThat(user.getString("first_name")).isEqualTo("<b>GraceX-Evil: 1</b>");
    }
}
