package org.notechondria.support;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** A client of one node that speaks the wire contract: JSON out, JSON in, a key in the header. */
public final class Http {
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
    private final URI root;

    /** @param root the server's root, with or without a slash at its end */
    public Http(URI root) {
        this.root = URI.create(root.toString().replaceAll("/+$", ""));
    }

    public URI root() {
        return root;
    }

    /** One answer, read whole. */
    public record Answer(int status, HttpHeaders headers, String body) {
        public JsonObject json() {
            return Json.createReader(new StringReader(body)).readObject();
        }

        public String header(String name) {
            return headers.firstValue(name).orElse(null);
        }

        public String detail() {
            return json().getString("detail");
        }

        @Override
        public String toString() {
            return status + " " + body;
        }
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer post(String path, Map<String, ?> body, String... headers) {
        return send("POST", path, Json.createObjectBuilder(body).build().toString(), headers);
    }

    public Answer patch(String path, Map<String, ?> body, String... headers) {
        return send("PATCH", path, Json.createObjectBuilder(body).build().toString(), headers);
    }

    public Answer delete(String path, String... headers) {
        return send("DELETE", path, null, headers);
    }

    /** @param path below {@code /api/v1}; {@code headers} are names and values in turn */
    public Answer send(String method, String path, String body, String... headers) {
        return sendRaw(method, "/api/v1" + path, body, headers);
    }

    /** @param path from the server's root */
    public Answer sendRaw(String method, String path, String body, String... headers) {
        boolean typed = body == null || Stream.of(headers).anyMatch("Content-Type"::equalsIgnoreCase);
        String[] all = typed ? headers : Stream.concat(Stream.of(headers), Stream.of("Content-Type", "application/json")).toArray(String[]::new);
        HttpResponse<String> response = exchange(method, path, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body), BodyHandlers.ofString(), all);
        Answer answer = new Answer(response.statusCode(), response.headers(), response.body());
        SecretsSeen.note(body, headers, answer);
        return answer;
    }

    /** For bodies that are no text, on the way there or back, and for those whose length is not announced. */
    public <T> HttpResponse<T> exchange(String method, String path, HttpRequest.BodyPublisher body, HttpResponse.BodyHandler<T> answer, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path)).timeout(Duration.ofSeconds(60)).method(method, body);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return CLIENT.send(request.build(), answer);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
