package org.notechondria.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.RawHttp;
import org.notechondria.support.Routes;
import org.notechondria.support.Routes.Route;
import org.notechondria.support.Sql;

/** What every answer of the application says beside its body, whatever its status. */
class HeadersOfEveryAnswerIT extends ContractTest {

    @Test
    void A23_every_call_answers_with_the_security_headers_with_and_without_a_credential() {
        for (Route route : Routes.ALL) {
            String[] session = People.somebody("anna").signedIn().header();
            String body = route.takesBody() ? "{}" : null;
            assertSafe(route + " by a stranger", http.send(route.method(), route.withNobodysId(), body));
            assertSafe(route + " by a person", http.send(route.method(), route.withNobodysId(), body, session));
        }
    }

    @Test
    void A23_each_class_of_answer_carries_them() throws SQLException {
        Credential anna = People.somebody("anna").signedIn();
        Map<Integer, Http.Answer> answers = new LinkedHashMap<>();
        answers.put(200, http.get("/settings/", anna.header()));
        answers.put(400, http.send("POST", "/auth/login/", "{"));
        answers.put(401, http.get("/settings/"));
        answers.put(403, http.get("/admin/invitations/", anna.header()));
        answers.put(404, http.get("/nothing/"));
        answers.put(405, http.delete("/ping/"));
        answers.put(413, http.send("POST", "/auth/login/", "x".repeat(70_000)));
        answers.put(415, http.send("POST", "/auth/login/", "{}", "Content-Type", "text/html"));
        answers.put(431, RawHttp.once(http.root(), "GET /api/v1/ping/ HTTP/1.1\r\nHost: localhost\r\n" + "X-A: b\r\n".repeat(150) + "\r\n").orElseThrow());
        answers.put(503, whileTheTableIsLocked(() -> http.get("/auth/check/", "Authorization", "Token " + "0".repeat(40))));
        answers.put(204, http.post("/auth/logout/", Map.of(), anna.header()));
        answers.forEach((status, answer) -> {
            assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
            assertSafe("status " + status, answer);
        });
        assertThat(answers.get(503).header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(answers.get(401).header("WWW-Authenticate")).isEqualTo("Token");
    }

    @Test
    void A23_a_page_at_the_root_is_closed_to_frames_and_scripts_of_others() {
        assertSafe("no page", http.sendRaw("GET", "/nothing", null));
        for (String path : new String[] {"/index.html", "/"}) {
            Http.Answer answer = http.sendRaw("GET", path, null);
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Content-Security-Policy")).contains("default-src 'self'").contains("frame-ancestors 'none'").doesNotContain("unsafe");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        }
    }

    @Test
    void A23_a_preflight_and_the_redirect_of_a_callback_carry_them_too() {
        Http.Answer preflight = http.send("OPTIONS", "/auth/login/", null, "Origin", "https://app.example.org");
        assertThat(preflight.status()).isEqualTo(204);
        assertSafe("a preflight", preflight);
        Http.Answer redirect = http.sendRaw("GET", "/auth/google/callback?code=x&state=y", null);
        assertThat(redirect.status()).isEqualTo(302);
        assertThat(redirect.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(redirect.header("Content-Security-Policy")).contains("default-src 'self'").contains("frame-ancestors 'none'");
        assertThat(redirect.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(redirect.headers().allValues("Cache-Control")).containsExactly("no-store");
    }

    @Test
    void A23_a_head_answers_the_headers_of_the_get_without_a_body() {
        String[] anna = People.somebody("anna").signedIn().header();
        for (String path : new String[] {"/health/", "/auth/session/", "/auth/check/", "/auth/sessions/", "/settings/", "/nothing/"}) {
            Http.Answer head = http.send("HEAD", path, null, anna);
            Http.Answer get = http.get(path, anna);
            assertThat(head.status()).as(path).isEqualTo(get.status());
            assertThat(head.body()).as(path).isEmpty();
            assertThat(head.header("Content-Type")).as(path).isEqualToIgnoringCase(get.header("Content-Type"));
            assertSafe("HEAD " + path, head);
        }
    }

    /** Whoever asks the table now is answered 503. */
    private static Http.Answer whileTheTableIsLocked(Supplier<Http.Answer> call) throws SQLException {
        try (Connection connection = Sql.connect(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE session IN ACCESS EXCLUSIVE MODE");
            Http.Answer answer = call.get();
            connection.rollback();
            return answer;
        }
    }

    private static void assertSafe(String what, Http.Answer answer) {
        assertThat(answer.header("X-Content-Type-Options")).as(what).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy")).as(what).contains("default-src 'none'");
        assertThat(answer.header("Referrer-Policy")).as(what).isEqualTo("no-referrer");
        assertThat(answer.header("Cache-Control")).as(what).isEqualTo("no-store");
        assertThat(answer.headers().allValues("Cache-Control")).as(what).hasSize(1);
        assertThat(answer.header("Server")).as(what).isNull();
        assertThat(answer.header("X-Powered-By")).as(what).isNull();
        assertThat(answer.header("Set-Cookie")).as(what).isNull();
        if (!answer.body().isEmpty()) {
            assertThat(answer.header("Content-Type")).as(what)
                    .isEqualToIgnoringCase(answer.status() < 400 ? "application/json;charset=utf-8" : "application/problem+json;charset=utf-8");
        }
    }
}
