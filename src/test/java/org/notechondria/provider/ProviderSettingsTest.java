package org.notechondria.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.notechondria.configuration.BadSetting;
import org.notechondria.configuration.ConfiguredBy;

/** Providers as an operator configures them. */
class ProviderSettingsTest {
    private static final Map<String, String> ACME = Map.of("notechondria.oauth.oidc.acme.issuer", "https://id.acme.example", "notechondria.oauth.oidc.acme.client-id", "c",
            "notechondria.oauth.oidc.acme.client-secret", "s3cret");

    private static ProviderSettings given(Map<String, String> values) {
        return new ProviderSettings(ConfiguredBy.settings(values));
    }

    @Test
    void without_configuration_every_provider_is_off() {
        assertThat(given(Map.of()).all()).isEmpty();
    }

    @Test
    void google_and_github_need_an_id_and_a_secret_and_have_their_own_defaults() {
        ProviderSettings settings = given(Map.of("notechondria.oauth.google.client-id", "g", "notechondria.oauth.google.client-secret", "s",
                "notechondria.oauth.github.client-id", "h", "notechondria.oauth.github.client-secret", "s"));
        assertThat(settings.all()).extracting(Provider::name).containsExactly("google", "github");
        assertThat(settings.all()).extracting(provider -> provider.issuer().toString()).containsExactly("https://accounts.google.com", "https://github.com");
        assertThat(settings.all().get(0).scopes()).containsExactly("openid", "email", "profile");
    }

    @Test
    void any_number_of_others_is_found_by_their_issuers_also_in_the_environment() {
        ProviderSettings settings = given(Map.of("NOTECHONDRIA_OAUTH_OIDC_MY_IDP_ISSUER", "https://id.example.org", "notechondria.oauth.oidc.my-idp.issuer", "https://id.example.org",
                "notechondria.oauth.oidc.my-idp.client-id", "c", "notechondria.oauth.oidc.my-idp.client-secret", "s", "notechondria.oauth.oidc.my-idp.scopes", "openid, email"));
        assertThat(settings.all()).singleElement().satisfies(provider -> {
            assertThat(provider.name()).isEqualTo("my-idp");
            assertThat(provider.label()).isEqualTo("my-idp");
            assertThat(provider.scopes()).containsExactly("openid", "email");
        });
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
            "notechondria.oauth.oidc.acme.issuer, http://id.acme.example",
            "notechondria.oauth.oidc.acme.issuer, https://id.acme.example?x=1",
            "notechondria.oauth.oidc.acme.issuer, id.acme.example",
            "notechondria.oauth.oidc.acme.issuer, ftp://id.acme.example",
            "notechondria.oauth.oidc.acme.scopes, email profile",
            "notechondria.oauth.oidc.acme.client-secret, ''",
            "notechondria.oauth.oidc.acme.client-id, ''",
            "notechondria.oauth.oidc.acme.redirect-uri, https://a b",
            "notechondria.oauth.google.client-id, g",
            "notechondria.oauth.oidc.google.issuer, https://id.acme.example",
            "notechondria.oauth.oidc.Acme.issuer, https://id.acme.example"})
    void a_wrong_value_stops_the_start_with_a_line_that_names_it_and_no_value(String name, String value) {
        Map<String, String> values = new HashMap<>(ACME);
        values.put(name, value);
        assertThatThrownBy(() -> given(values)).isInstanceOf(BadSetting.class).hasMessageContaining("notechondria.oauth.").hasMessageNotContaining("s3cret");
    }

    @Test
    void a_provider_prints_without_its_secret() {
        assertThat(given(ACME).all().toString()).contains("acme").doesNotContain("s3cret");
    }
}
