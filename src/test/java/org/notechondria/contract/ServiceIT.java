package org.notechondria.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.Test;
import org.notechondria.support.Http;

/** Wire contract, section 8: the service calls, and section 2: the errors of every layer. */
@ArquillianTest
@RunAsClient
class ServiceIT {
    @ArquillianResource
    private URL base;

    private Http http() {
        return new Http(URI.create(base.toString()));
    }

    @Test
    void health_says_ok() {
        Http.Answer answer = http().get("/health/");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("application/json;charset=utf-8");
        assertThat(answer.json()).hasToString("{\"service\":\"notechondria-backend\",\"status\":\"ok\"}");
    }

    @Test
    void the_same_path_without_its_slash_answers_the_same_way() {
        assertThat(http().get("/health").body()).isEqualTo(http().get("/health/").body());
    }

    @Test
    void handshake_names_service_api_version_and_the_version_of_this_build() throws IOException {
        var handshake = http().get("/handshake/").json();
        assertThat(handshake.getString("service")).isEqualTo("notechondria-backend");
        assertThat(handshake.getString("api_version")).isEqualTo("v1");
        assertThat(handshake.getJsonObject("capabilities").getInt("auth")).isEqualTo(1);
        assertThat(handshake.getString("version")).isEqualTo(Files.readString(Path.of(System.getProperty("notechondria.home"), "VERSION")).strip());
        assertThat(handshake.getJsonObject("build").getString("version")).isEqualTo(handshake.getString("version"));
        assertThat(handshake.getJsonObject("build").keySet()).containsExactlyInAnyOrder("version", "commit", "build_time", "deploy_target");
    }

    @Test
    void ping_says_pong_who_it_is_and_what_time() {
        JsonObject pong = http().get("/ping/").json();
        assertThat(pong.keySet()).containsExactlyInAnyOrder("pong", "service", "timestamp");
        assertThat(pong.getString("service")).isEqualTo("notechondria-backend");
        assertThat(Instant.parse(pong.getString("timestamp"))).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void a_service_call_never_looks_at_the_credential() {
        assertThat(http().get("/ping/", "Authorization", "Token nonsense").json().getBoolean("pong")).isTrue();
    }

    @Test
    void any_accept_is_answered() {
        assertThat(http().get("/ping/", "Accept", "text/html").status()).isEqualTo(200);
    }

    @Test
    void an_unknown_path_is_a_problem_body_of_404() {
        for (String path : new String[] {"/api/v1/nothing/", "/nothing", "/WEB-INF/web.xml", "//WEB-INF/web.xml", "/.//WEB-INF/web.xml", "/metrics", "/openapi", "/health", "/management"}) {
            Http.Answer answer = http().sendRaw("GET", path, null);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.header("Content-Type")).as(path).isEqualToIgnoringCase("application/problem+json;charset=utf-8");
            assertThat(answer.detail()).isEqualTo("Not found.");
        }
    }

    @Test
    void a_method_that_a_path_does_not_know_is_405_with_allow() {
        Http.Answer answer = http().send("DELETE", "/health/", null);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("GET");
    }

    @Test
    void a_preflight_from_an_allowed_origin_is_204_on_any_path() {
        Http.Answer answer = http().send("OPTIONS", "/any/path", null, "Origin", "https://app.example.org");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example.org");
        assertThat(answer.header("Access-Control-Allow-Headers")).isEqualTo("Authorization, Content-Type, Accept, Origin, X-Requested-With");
        assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo("GET, POST, PATCH, PUT, DELETE, OPTIONS");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();
        assertThat(answer.header("Vary")).contains("Origin");
    }

    @Test
    void an_origin_that_is_not_allowed_gets_no_cors_header_and_an_open_port_is_any_port() {
        assertThat(http().get("/ping/", "Origin", "https://evil.example.org").header("Access-Control-Allow-Origin")).isNull();
        assertThat(http().get("/ping/", "Origin", "http://localhost:5173").header("Access-Control-Allow-Origin")).isEqualTo("http://localhost:5173");
        assertThat(http().get("/ping/", "Origin", "http://localhost:5173.evil.org").header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void A23_every_answer_carries_the_security_headers_and_no_server_banner() {
        for (String path : new String[] {"/api/v1/ping/", "/api/v1/nothing/", "/nothing"}) {
            Http.Answer answer = http().sendRaw("GET", path, null);
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("Server")).isNull();
            assertThat(answer.header("X-Powered-By")).isNull();
        }
    }
}
