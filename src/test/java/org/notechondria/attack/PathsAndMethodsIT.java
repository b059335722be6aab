package org.notechondria.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.RawHttp;

/** Only documented paths answer, only to documented methods, and nothing says what it runs on. */
class PathsAndMethodsIT extends ContractTest {

    @ParameterizedTest
    @ValueSource(strings = {"/WEB-INF/", "/WEB-INF", "//WEB-INF/", "/WEB-INF/web.xml", "//WEB-INF/web.xml", "/.//WEB-INF/web.xml", "/./WEB-INF/web.xml", "/%57EB-INF/web.xml", "/WEB-INF%2fweb.xml",
            "/web-inf/web.xml", "/WEB-INF/web.xml;x", "/;x/WEB-INF/web.xml", "/index.html/../WEB-INF/web.xml", "/index.html/%2e%2e/WEB-INF/web.xml", "/%2e/WEB-INF/web.xml", "/..;/WEB-INF/web.xml",
            "/\\WEB-INF\\web.xml", "/%5cWEB-INF%5cweb.xml", "/META-INF/MANIFEST.MF", "/WEB-INF/classes/META-INF/persistence.xml", "/api/v1/../../WEB-INF/web.xml", "/api/v1/%2e%2e/%2e%2e/WEB-INF/web.xml",
            "/api/v1/..%2f..%2fWEB-INF/web.xml", "/api/v1/..;/..;/WEB-INF/web.xml", "/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%c0%af../etc/passwd", "/metrics", "/metrics/base",
            "/openapi", "/openapi/", "/openapi-ui", "/health", "/health/live", "/health/ready", "/management", "/management/domain", "/asadmin", "/__asadmin/version", "/admin", "/console", "/common/index.jsf",
            "/container-error", "/server-status", "/.git/config", "/.env", "/index.jsp", "/api/v1/application.wadl", "/application.wadl", "/api/v1/openapi", "/api/v2/health/", "/api/v1", "/API/V1/health/",
            "/META-INF", "/META-INF/", "/api/v1/avatars/..%2f..%2fetc%2fpasswd", "/api/v1/nothing/%00"})
    void A31_a_path_that_is_not_documented_is_404_or_400_and_shows_nothing(String path) {
        Http.Answer answer = RawHttp.once(http.root(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").orElseThrow();
        assertThat(answer.status()).as(answer.toString()).isIn(404, 400);
        assertThat(answer.body()).contains("\"type\":\"urn:notechondria:problem:");
        assertPlain(answer);
    }

    /** The server decodes a path before any filter; by itself it answers an empty 400, or an empty 200 and a stack trace in its log. */
    @ParameterizedTest
    @ValueSource(strings = {"/%zz", "/%", "/%2", "/%e", "/;%zz", "/api/v1/%zz", "/api/v1/health/%", "/api/v1/auth/check/%", "/%ff", "/%c3%28", "/\u00e9", "/%00", "/api/v1/nothing/%00", "/\\WEB-INF", "/%5cWEB-INF",
            "/../../../etc/passwd", "/%2e%2e/etc/passwd", "/..%c0%af../etc/passwd", "health"})
    void A31_a_path_that_can_not_be_decoded_or_leaves_the_root_is_a_malformed_path_for_every_method(String path) {
        http.get("/ping/"); // through whichever listener somebody came before
        for (String method : new String[] {"GET", "POST", "DELETE", "PROPFIND"}) {
            Http.Answer answer = RawHttp.once(http.root(), method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}").orElseThrow();
            assertProblem(answer, 400, "The path can't be read.");
            assertPlain(answer);
        }
        Http.Answer head = RawHttp.once(http.root(), "HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").orElseThrow();
        assertThat(head.status()).isEqualTo(400);
        assertThat(head.body()).isEmpty();
    }

    /** The server parses it before any filter; by itself it answers an empty 200 on every path, which a proxy that asks {@code /auth/check/} takes for a yes. */
    @ParameterizedTest
    @ValueSource(strings = {"app.example.org:zz", "", " ", ":80", "x:-1", "x:80x", "x:80:90", "x: 80", "x:1 2", "[::1]:x"})
    void A14_a_host_that_can_not_be_read_is_a_problem_on_every_path(String host) {
        http.get("/ping/");
        for (String call : new String[] {"GET /api/v1/auth/check/", "GET /api/v1/auth/session/", "POST /api/v1/auth/login/", "DELETE /api/v1/auth/sessions/5/", "OPTIONS /api/v1/ping/", "GET /", "GET /nothing"}) {
            Http.Answer answer = RawHttp.once(http.root(), call + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").orElseThrow();
            assertProblem(answer, 400, "The Host header can't be read.");
            assertPlain(answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://x:zz", "http://", "http://:80"})
    void A14_neither_is_one_in_the_target(String authority) {
        http.get("/ping/");
        Optional<Http.Answer> answer = RawHttp.once(http.root(), "GET " + authority + "/api/v1/auth/check/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer.orElseThrow().status()).as(answer.toString()).isBetween(400, 499);
        assertPlain(answer.get());
    }

    @Test
    void A22_trace_is_405_with_a_problem_body_and_what_is_behind_it_is_no_request() {
        http.get("/ping/");
        String inside = "GET /api/v1/ping/ HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (RawHttp connection = RawHttp.to(http.root())) {
            connection.write("TRACE /.//x HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + inside.length() + "\r\n\r\n" + inside);
            assertProblem(connection.answer().orElseThrow(), 405, "This method is not allowed here.");
            assertThat(connection.answer()).as("the connection ends").isEmpty();
        }
    }

    @Test
    void a_path_has_no_parameters_and_an_id_no_zero_in_front() {
        Credential phone = People.somebody("anna").signedIn();
        for (String path : new String[] {"/auth/sessions/" + phone.session() + ";x=1/", "/auth/sessions/0" + phone.session() + "/", "/auth/sessions;x/" + phone.session() + "/"}) {
            assertThat(http.delete(path, phone.header()).status()).as(path).isEqualTo(404);
        }
        assertThat(http.get("/auth/check/", phone.header()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "PROPFIND", "MKCOL", "LOCK", "DEBUG", "TRACK", "get", "Get", "G\u00cbT", "FOO-BAR", "A"})
    void A22_a_method_that_nobody_documented_is_405_and_never_a_page(String method) {
        for (String target : new String[] {"/", "/api/v1/ping/", "/api/v1/auth/login/", "/nothing"}) {
            Optional<Http.Answer> answer = RawHttp.once(http.root(), method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nX-Secret: shown-back\r\nConnection: close\r\n\r\n");
            Http.Answer said = answer.orElseThrow();
            assertThat(said.status()).as("%s %s: %s", method, target, said).isEqualTo(405);
            assertThat(said.body()).doesNotContain("shown-back");
            assertPlain(said);
            assertThat(said.header("Allow")).isNotBlank();
        }
    }

    @Test
    void A22_HTTP_2_is_not_spoken_where_a_body_would_have_no_length() {
        String upgrade = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n";
        assertThat(RawHttp.once(http.root(), "GET /api/v1/ping/ HTTP/1.1\r\nHost: localhost\r\n" + upgrade + "\r\n").orElseThrow().status()).isEqualTo(200);
    }

    @Test
    void a_body_where_nobody_reads_one_is_not_looked_at() {
        assertThat(http.send("GET", "/ping/", "{}").status()).isEqualTo(200);
        assertThat(http.send("GET", "/health/", "no JSON").status()).isEqualTo(200);
        assertProblem(http.send("DELETE", "/auth/sessions/", "{}"), 401, "Authentication credentials were not provided.");
    }

    @Test
    void A22_a_method_that_a_call_does_not_know_is_405_with_what_it_knows() {
        assertThat(http.send("PUT", "/auth/login/", "{}").header("Allow")).contains("POST").doesNotContain("GET");
        for (String[] call : new String[][] {{"GET", "/auth/login/"}, {"PUT", "/settings/"}, {"POST", "/auth/sessions/"}, {"DELETE", "/auth/check/"}, {"PATCH", "/ping/"}}) {
            assertProblem(http.send(call[0], call[1], null), 405, "This method is not allowed here.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GARBAGE / NOTHING\r\n\r\n", "GET / HTTP/9.9\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX\0: y\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET http://evil.example.org/WEB-INF/web.xml HTTP/1.1\r\nHost: a\r\n\r\n",
            "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n", "CONNECT / HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"})
    void A22_what_is_hardly_http_is_refused_or_closed_without_a_page_of_the_server(String request) {
        RawHttp.once(http.root(), request).ifPresent(answer -> {
            assertThat(answer.status()).as(answer.toString()).isIn(204, 400, 404, 405, 501, 505);
            assertPlain(answer);
        });
    }

    private static void assertPlain(Http.Answer answer) {
        assertThat(answer.header("Server")).isNull();
        assertThat(answer.header("X-Powered-By")).isNull();
        assertThat(answer.body()).doesNotContainIgnoringCase("payara").doesNotContainIgnoringCase("<html").doesNotContainIgnoringCase("<web-app").doesNotContain("root:");
        if (!answer.body().isEmpty()) {
            assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("application/problem+json;charset=utf-8");
            assertThat(answer.header("X-Content-Type-Options")).as("A23").isEqualTo("nosniff");
            assertThat(answer.header("Content-Security-Policy")).as("A23").contains("frame-ancestors 'none'");
            assertThat(answer.header("Referrer-Policy")).as("A23").isEqualTo("no-referrer");
            assertThat(answer.header("Cache-Control")).as("A23").contains("no-store");
        }
    }
}
