package org.notechondria.attack;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Person;
import org.notechondria.support.Routes;
import org.notechondria.support.Routes.Route;
import org.notechondria.support.Sql;
import org.notechondria.support.StoredRows;
import org.notechondria.web.Access;

/** Bodies that no client should send, on every call that takes one, from somebody who may make it. */
class BadBodiesIT extends ContractTest {
    private static final List<JsonValue> ONE_OF_EACH_TYPE = List.of(Json.createValue("\ud800"), Json.createValue("a\0b"), Json.createValue(17), Json.createValue(1.5), JsonValue.TRUE,
            JsonValue.EMPTY_JSON_ARRAY, JsonValue.EMPTY_JSON_OBJECT, Json.createArrayBuilder().add("x").build());
    private String[] anna;
    private Set<String> before;
    private long mailsBefore;

    @BeforeEach
    void annaIsSignedInAndStaff() {
        Person person = People.somebody("anna");
        Sql.update("UPDATE users SET is_staff = true WHERE id = ?", person.id());
        anna = person.signedIn().header();
        before = StoredRows.lasting();
        mailsBefore = mails();
    }

    @AfterEach
    void nothingIsStored() {
        Set<String> after = StoredRows.lasting();
        after.removeAll(before);
        assertThat(after).isEmpty();
        assertThat(mails()).as("mails that were ever written, the sent ones too").isEqualTo(mailsBefore);
    }

    private static long mails() {
        return Sql.count("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM outbox_id_seq");
    }

    @Test
    void A02_a_value_of_the_wrong_type_is_a_field_error_for_every_field_of_every_call() {
        int tried = 0;
        for (Route route : withBody()) {
            for (Map.Entry<String, JsonValue> field : route.body().entrySet()) {
                for (JsonValue wrong : ONE_OF_EACH_TYPE) {
                    if (!sameType(field.getValue(), wrong)) {
                        Http.Answer answer = send(route, route.bodyWith(field.getKey(), wrong).replace("\ud800", "\\ud800"));
                        assertRefused(route + " " + field.getKey() + " = " + wrong, answer, 400);
                        assertThat(answer.json()).as("%s %s: %s", route, field, answer).containsKey(field.getKey());
                        tried++;
                    }
                }
            }
        }
        assertThat(tried).isGreaterThan(150);
    }

    @Test
    void A02_what_is_no_json_object_is_400_with_detail_alone() {
        byte[] invalid = {'{', '"', 'x', '"', ':', '"', (byte) 0xc3, (byte) 0x28, '"', '}'};
        byte[] overlong = {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'};
        byte[] mark = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, '{', '}', '}'};
        Stream<byte[]> texts = Stream.of("", " ", "[]", "null", "true", "17", "\"text\"", "[{}]", "{", "{}x", "{} {}", "{},", "{}\u0000", "{\"a\":1,\"a\":1}", "{\"a\":{\"b\":1,\"b\":2}}", "{'a':1}", "{a:1}",
                "{\"a\":01}", "{\"a\":NaN}", "{\"a\":+1}", "{\"a\":\"\t\"}", "{\"a\":\"\\x\"}", "{\"a\":1,}", "/**/{}", "{\"a\":" + "[".repeat(2000) + "]".repeat(2000) + "}", "a=b&c=d").map(text -> text.getBytes(StandardCharsets.UTF_8));
        List<byte[]> bodies = Stream.concat(texts, Stream.of(invalid, overlong, mark, "{\"a\":\"b\"}".getBytes(StandardCharsets.UTF_16))).toList();
        for (Route route : withBody()) {
            for (byte[] body : bodies) {
                HttpResponse<String> response = http.exchange(route.method(), "/api/v1" + route.withNobodysId(), BodyPublishers.ofByteArray(body), BodyHandlers.ofString(), headers(route, "application/json"));
                Http.Answer answer = new Http.Answer(response.statusCode(), response.headers(), response.body());
                String what = route + " " + new String(body, StandardCharsets.ISO_8859_1);
                assertRefused(what, answer, 400);
                assertThat(answer.json().keySet()).as(what).containsExactlyInAnyOrder("type", "title", "status", "detail");
            }
        }
    }

    @Test
    void A02_a_body_that_says_it_is_something_else_is_415() {
        for (Route route : withBody()) {
            for (String type : new String[] {"text/html", "application/xml", "application/x-www-form-urlencoded", "application/octet-stream", "text/json", "image/png", "multipart/mixed; boundary=x", "what is this", "json", "application/json; charset=", "application/"}) {
                assertRefused(route + " " + type, http.send(route.method(), route.withNobodysId(), "{}", headers(route, type)), 415);
            }
            boolean asADeployedClientDoes = Set.of("/auth/change-password/", "/auth/change-email/").contains(route.path());
            assertRefused(route + " text/plain", http.send(route.method(), route.withNobodysId(), "{}", headers(route, "text/plain")), asADeployedClientDoes ? 400 : 415);
        }
    }

    @Test
    void A02_a_compressed_body_is_415_and_says_what_is_taken_instead() {
        for (Route route : withBody()) {
            for (String coding : new String[] {"gzip", "br", "x"}) {
                Http.Answer answer = http.send(route.method(), route.withNobodysId(), "{}", concat(headers(route, "application/json"), "Content-Encoding", coding));
                assertRefused(route + " " + coding, answer, 415);
                assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
            }
        }
        assertThat(http.send("PATCH", "/settings/", "{}", "Authorization", anna[1], "Content-Type", "application/json", "Content-Encoding", "identity").status()).isEqualTo(200);
    }

    @Test
    void A02_a_json_body_with_a_charset_in_its_type_is_taken() {
        assertThat(http.send("PATCH", "/settings/", "{}", "Authorization", anna[1], "Content-Type", "application/json; charset=utf-8").status()).isEqualTo(200);
        assertThat(http.send("PATCH", "/settings/", "{}", "Authorization", anna[1], "Content-Type", "APPLICATION/JSON").status()).isEqualTo(200);
    }

    @Test
    void A02_a_form_that_is_none_is_a_problem_of_4xx() {
        for (String type : new String[] {"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x", "multipart/form-data; boundary=" + "y".repeat(3000)}) {
            for (String body : new String[] {"", "{}", "--x", "--x\r\n", "--x\r\n\r\n", "--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--\r\n", "--x\r\nContent-Disposition: form-data; name=\"motto\"\r\n\r\n" + "v".repeat(200) + "\r\n--x--\r\n",
                    "--x\r\nContent-Disposition: form-data; name=\"avatar\"\r\n\r\nno picture\r\n--x--\r\n", "--x\r\n" + "A: b\r\n".repeat(5000) + "\r\n\r\n--x--\r\n"}) {
                Http.Answer answer = http.send("PATCH", "/settings/", body, "Authorization", anna[1], "Content-Type", type);
                assertThat(answer.status()).as("%.60s %.60s: %s", type, body, answer).isIn(400, 413, 415);
                assertRefused(type + " " + body, answer, answer.status());
            }
        }
    }

    private static List<Route> withBody() {
        return Routes.ALL.stream().filter(Route::takesBody).toList();
    }

    private Http.Answer send(Route route, String body) {
        return http.send(route.method(), route.withNobodysId(), body, headers(route, "application/json"));
    }

    private String[] headers(Route route, String type) {
        boolean signedIn = route.level() == Access.Level.CALLER || route.level() == Access.Level.SESSION;
        return signedIn ? new String[] {"Authorization", anna[1], "Content-Type", type} : new String[] {"Content-Type", type};
    }

    private static String[] concat(String[] headers, String... more) {
        return Stream.concat(Stream.of(headers), Stream.of(more)).toArray(String[]::new);
    }

    private static boolean sameType(JsonValue right, JsonValue wrong) {
        boolean wholeNumber = right instanceof JsonNumber && wrong instanceof JsonNumber number && number.isIntegral();
        return wholeNumber || right instanceof JsonObject && wrong instanceof JsonObject; // no text here is one that can be kept
    }

    private static void assertRefused(String what, Http.Answer answer, int status) {
        assertThat(answer.status()).as("%.200s: %s", what, answer).isEqualTo(status);
        assertThat(answer.header("Content-Type")).as(what).isEqualToIgnoringCase("application/problem+json;charset=utf-8");
        assertThat(answer.json().getInt("status")).as(what).isEqualTo(status);
        assertThat(answer.detail()).as(what).isNotBlank();
        assertThat(answer.body()).as(what).doesNotContain("Exception").doesNotContain("org.").doesNotContain("SQL").doesNotContain("jakarta");
    }
}
