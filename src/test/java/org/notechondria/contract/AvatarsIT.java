package org.notechondria.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.FormBody;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Person;
import org.notechondria.support.Pictures;
import org.notechondria.support.Race;
import org.notechondria.support.Sql;

/** Wire contract, sections 3 and 5: a person's picture, from the form to the address that anyone may fetch. */
class AvatarsIT extends ContractTest {
    private static final String PUBLIC = "https://accounts.example.org";
    private static final int TWO_MIB = 2 * 1024 * 1024;
    private Person anna;
    private String[] key;

    @BeforeEach
    void annaIsSignedIn() {
        anna = People.somebody("anna");
        key = anna.signedIn().header();
    }

    private Http.Answer patch(FormBody form) {
        return patch(form.bytes(), form.contentType());
    }

    private Http.Answer patch(byte[] body, String contentType) {
        String[] headers = Stream.concat(Stream.of(key), Stream.of("Content-Type", contentType)).toArray(String[]::new);
        HttpResponse<String> answer = http.exchange("PATCH", "/api/v1/settings/", BodyPublishers.ofByteArray(body), BodyHandlers.ofString(), headers);
        return new Http.Answer(answer.statusCode(), answer.headers(), answer.body());
    }

    private Http.Answer picture(byte[] file) {
        return patch(new FormBody().file("avatar", "me.png", file));
    }

    private String addressOf(Http.Answer settings) {
        assertThat(settings.status()).as(settings.toString()).isEqualTo(200);
        String address = settings.json().getString("image_url");
        assertThat(address).matches(PUBLIC + "/api/v1/avatars/[0-9a-f-]{36}");
        return address.substring(PUBLIC.length());
    }

    private HttpResponse<byte[]> fetch(String path, String... headers) {
        return http.exchange("GET", path, BodyPublishers.noBody(), BodyHandlers.ofByteArray(), headers);
    }

    @Test
    void png_jpeg_and_webp_are_known_by_their_bytes_and_served_under_their_true_type() {
        for (Map.Entry<String, byte[]> sent : List.of(Map.entry("image/jpeg", Pictures.jpeg(1200, 600)), Map.entry("image/jpeg", Pictures.png(20, 20, false)),
                Map.entry("image/png", Pictures.png(20, 20, true)), Map.entry("image/jpeg", Pictures.webp()), Map.entry("image/png", Pictures.webpWithAlpha()))) {
            HttpResponse<byte[]> served = fetch(addressOf(picture(sent.getValue())));
            assertThat(served.headers().firstValue("Content-Type")).contains(sent.getKey());
            assertThat(Pictures.read(served.body())).isNotNull();
        }
    }

    /** More than go at their clients' pace at once: an image that is refused stays broken. */
    @Test
    void a_page_of_a_hundred_pictures_gets_them_all() {
        String path = addressOf(picture(Pictures.jpeg(1200, 600)));
        assertThat(Race.atOnce(100, i -> fetch(path).statusCode())).allMatch(status -> status == 200);
    }

    @Test
    void a_picture_is_served_to_anyone_from_any_origin_and_for_good() {
        String path = addressOf(picture(Pictures.jpeg(1200, 600)));
        for (String origin : new String[] {"https://app.example.org", "https://anywhere.example"}) {
            HttpResponse<byte[]> served = fetch(path, "Origin", origin, "Authorization", "Token no-key-at-all");
            assertThat(served.statusCode()).isEqualTo(200);
            assertThat(Pictures.read(served.body()).getWidth()).isEqualTo(512);
            Map.of("Access-Control-Allow-Origin", "*", "Cross-Origin-Resource-Policy", "cross-origin", "X-Content-Type-Options", "nosniff",
                    "Cache-Control", "public, max-age=31536000, immutable", "Content-Security-Policy", "default-src 'none'; sandbox", "Content-Type", "image/jpeg")
                    .forEach((name, value) -> assertThat(served.headers().allValues(name)).as(name).containsExactly(value));
            assertThat(served.headers().allValues("ETag")).hasSize(1);
        }
    }

    @Test
    void a_client_that_has_the_picture_is_told_so() {
        String path = addressOf(picture(Pictures.png(20, 20, true)));
        String tag = fetch(path).headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> again = fetch(path, "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("ETag")).contains(tag);
        assertThat(again.headers().allValues("Access-Control-Allow-Origin")).containsExactly("*");
        for (String known : new String[] {"*", "W/" + tag, "\"another\", " + tag, "garbage, " + tag}) {
            assertThat(fetch(path, "If-None-Match", known).statusCode()).as(known).isEqualTo(304);
        }
        for (String unknown : new String[] {"\"another\"", "garbage", "\"", "\"a", "W/", ",", "[", "*;q=2", tag.replace("\"", "")}) {
            assertThat(fetch(path, "If-None-Match", unknown).statusCode()).as(unknown).isEqualTo(200);
        }
        assertThat(fetch(path, "If-Match", "garbage").statusCode()).isEqualTo(200);
    }

    @Test
    void a_new_picture_has_a_new_name_and_the_old_name_is_gone() {
        String first = addressOf(picture(Pictures.png(20, 20, true)));
        String second = addressOf(picture(Pictures.png(20, 20, true)));
        assertThat(second).isNotEqualTo(first);
        assertThat(fetch(first).statusCode()).isEqualTo(404);
        assertThat(anna.signIn(http).getJsonObject("user").getString("image_url")).isEqualTo(PUBLIC + second);
    }

    @Test
    void an_unknown_name_is_not_found() {
        for (String name : new String[] {"00000000-0000-0000-0000-000000000000", "1-1-1-1-1", "x", "me.png", "00000000-0000-0000-0000-00000000000G"}) {
            Http.Answer answer = http.get("/avatars/" + name);
            assertProblem(answer, 404, "Not found.");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void null_removes_the_picture_and_anything_else_in_json_is_rejected() {
        String path = addressOf(picture(Pictures.jpeg(20, 20)));
        for (String wrong : new String[] {"\"\"", "\"null\"", "17", "{}"}) {
            Http.Answer refused = http.send("PATCH", "/settings/", "{\"avatar\":" + wrong + "}", key);
            assertThat(refused.status()).as(wrong).isEqualTo(400);
            assertThat(refused.json().getJsonArray("avatar")).hasSize(1);
        }
        assertThat(fetch(path).statusCode()).isEqualTo(200);
        Http.Answer removed = http.send("PATCH", "/settings/", "{\"avatar\":null}", key);
        assertThat(removed.json().getString("image_url")).isEmpty();
        assertThat(fetch(path).statusCode()).isEqualTo(404);
        assertThat(http.send("PATCH", "/settings/", "{\"avatar\":null}", key).status()).isEqualTo(200);
    }

    @Test
    void what_is_no_picture_is_a_field_error_and_nothing_of_the_form_is_kept() {
        for (byte[] file : List.of(new byte[0], "null".getBytes(StandardCharsets.UTF_8), "<html><script>alert(1)</script></html>".getBytes(StandardCharsets.UTF_8),
                "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".getBytes(StandardCharsets.UTF_8),
                Pictures.pngThatClaims(100_000, 100_000), Pictures.webpThatClaims(7_000, 7_000), Arrays.copyOf(Pictures.png(600, 600, true), 500))) {
            Http.Answer refused = patch(new FormBody().text("motto", "kept?").text("theme_mode", "X").file("avatar", "me.png", file));
            assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
            assertThat(refused.json().getJsonArray("avatar")).hasSize(1);
            assertThat(refused.json().getJsonArray("theme_mode")).hasSize(1);
        }
        Http.Answer shown = http.get("/settings/", key);
        assertThat(shown.json().getString("motto")).isEmpty();
        assertThat(shown.json().getString("image_url")).isEmpty();
    }

    @Test
    void a_form_carries_text_too_in_utf_8_and_app_settings_as_json() {
        Http.Answer answer = patch(new FormBody().text("motto", "na\u00efve \ud83d\ude00").text("first_name", "").text("app_settings", "{\"a\": {\"b\": [1]}}").text("is_staff", "true")
                .file("avatar", "me", Pictures.png(20, 20, true)));
        assertThat(addressOf(answer)).isNotEmpty();
        assertThat(answer.json().getString("motto")).isEqualTo("na\u00efve \ud83d\ude00");
        assertThat(answer.json().getJsonObject("app_settings").getJsonObject("a").toString()).isEqualTo("{\"b\":[1]}");
        assertThat(answer.json().getBoolean("is_staff")).isFalse();
        Http.Answer withoutPicture = patch(new FormBody().text("motto", "still there"));
        assertThat(withoutPicture.json().getString("image_url")).isEqualTo(answer.json().getString("image_url"));
    }

    @Test
    void a_form_whose_app_settings_are_no_object_is_rejected() {
        for (String wrong : new String[] {"", "[]", "{", "{\"a\":1,\"a\":2}", "{} {}", "text"}) {
            Http.Answer refused = patch(new FormBody().text("app_settings", wrong));
            assertThat(refused.status()).as(wrong).isEqualTo(400);
            assertThat(refused.json().getJsonArray("app_settings")).as(wrong).hasSize(1);
        }
    }

    @Test
    void A02_forms_that_are_none_are_refused_with_a_problem() {
        String type = new FormBody().contentType();
        byte[] whole = new FormBody().text("motto", "x").bytes();
        for (byte[] broken : List.of(new byte[0], "no form".getBytes(StandardCharsets.UTF_8), Arrays.copyOf(whole, whole.length / 2), Arrays.copyOf(whole, whole.length - 8),
                new FormBody().text("motto", "x").text("motto", "y").bytes(),
                new String(whole, StandardCharsets.UTF_8).replace("form-data; name=\"motto\"", "form-data").getBytes(StandardCharsets.UTF_8),
                new String(whole, StandardCharsets.UTF_8).replace("form-data; name=\"motto\"", "=;\"").getBytes(StandardCharsets.UTF_8),
                new String(whole, StandardCharsets.UTF_8).replace("Content-Disposition", "Nothing").getBytes(StandardCharsets.UTF_8),
                new FormBody().file("motto", "x", new byte[] {(byte) 0xff}).bytes())) {
            Http.Answer refused = patch(broken, type);
            assertThat(refused.status()).as(refused + " to " + new String(broken, StandardCharsets.UTF_8)).isEqualTo(400);
            assertThat(refused.header("Content-Type")).isEqualToIgnoringCase("application/problem+json;charset=utf-8");
        }
        assertThat(patch(whole, "multipart/form-data").status()).isEqualTo(400);
        assertThat(patch(whole, "text/plain").status()).isEqualTo(415);
        assertThat(patch(whole, "multipart/mixed; boundary=x").status()).isEqualTo(415);
        assertThat(Sql.one("SELECT motto FROM profile WHERE user_id = ?", anna.id())).isEqualTo("");
    }

    @Test
    void A04_pictures_and_forms_beyond_the_limit_are_413_announced_or_not() {
        byte[] most = Arrays.copyOf(Pictures.jpeg(20, 20), TWO_MIB);
        assertThat(addressOf(picture(most))).isNotEmpty();
        assertProblem(picture(Arrays.copyOf(most, TWO_MIB + 1)), 413, "The body is too large.");
        assertProblem(patch(new FormBody().text("unknown", "x".repeat(128 * 1024 + 1))), 413, "The body is too large.");
        FormBody large = new FormBody().file("avatar", "me", most).text("unknown", "x".repeat(129 * 1024));
        String[] headers = Stream.concat(Stream.of(key), Stream.of("Content-Type", large.contentType())).toArray(String[]::new);
        HttpResponse<String> chunked = http.exchange("PATCH", "/api/v1/settings/", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large.bytes())), BodyHandlers.ofString(), headers);
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(chunked.body()).contains("The body is too large.");
    }

    @Test
    void an_api_key_may_change_the_picture_and_a_stranger_may_not() {
        assertThat(http.send("PATCH", "/settings/", "{\"avatar\":null}").status()).isEqualTo(401);
        String apiKey = http.send("POST", "/auth/rotate-api-key/", null, key).json().getString("api_key");
        key = new String[] {"Authorization", "Bearer " + apiKey};
        assertThat(addressOf(picture(Pictures.jpeg(20, 20)))).isNotEmpty();
    }
}
