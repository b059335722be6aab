package org.notechondria.problem;

import jakarta.ejb.ApplicationException;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An error that a client is told about: one RFC 9457 body that also holds the two shapes which deployed clients read (wire contract,
 * section 2). Thrown to end a request; a transaction under way is rolled back. Carries no stack and no cause, so that neither can leak.
 */
@ApplicationException(rollback = true)
public final class Problem extends RuntimeException {
    private static final JsonProvider JSON = JsonProvider.provider();
    public static final String MEDIA_TYPE = "application/problem+json;charset=utf-8";

    private final int status;
    private final String slug;
    private final String detail;
    private final Map<String, List<String>> fields;
    private final Map<String, String> members = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();

    private Problem(int status, String slug, String detail, Map<String, List<String>> fields) {
        super(detail, null, false, false);
        this.status = status;
        this.slug = slug;
        this.detail = detail;
        this.fields = fields;
    }

    /** @param slug ends the problem's type, for example {@code session-not-found} */
    public static Problem of(int status, String slug, String detail) {
        return new Problem(status, slug, detail, Map.of());
    }

    /** A rejected body: 400 with each field's messages, in the given order. */
    public static Problem rejected(Map<String, List<String>> fields) {
        StringBuilder lines = new StringBuilder();
        fields.forEach((field, messages) -> messages.forEach(message -> {
            lines.append(lines.isEmpty() ? "" : "\n");
            lines.append(field.equals("non_field_errors") ? message : field + ": " + message);
        }));
        return new Problem(400, "rejected-body", lines.toString(), new LinkedHashMap<>(fields));
    }

    /** A body that is rejected as a whole, in one sentence. */
    public static Problem rejected(String message) {
        return rejected(Map.of("non_field_errors", List.of(message)));
    }

    /** For a method that no call has. The server does not look for a body behind it, so that the connection can't go on. */
    public static Problem unknownMethod() {
        return of(405, "method-not-allowed", "This method is not allowed here.").header("Allow", "GET, HEAD, POST, PATCH, PUT, DELETE, OPTIONS").header("Connection", "close");
    }

    /** Adds an extension member, for example {@code code}. */
    public Problem with(String member, String value) {
        members.put(member, value);
        return this;
    }

    public Problem header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Adds {@code WWW-Authenticate}, which every 401 carries. */
    public Problem challenge(String scheme) {
        return header("WWW-Authenticate", scheme);
    }

    /** Adds {@code Retry-After}, which every 429 and 503 carries. */
    public Problem retryAfter(long seconds) {
        return header("Retry-After", Long.toString(Math.max(1, seconds)));
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** The RFC 9457 document. */
    public String body() {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("type", "urn:notechondria:problem:" + slug)
                .add("title", title())
                .add("status", status)
                .add("detail", detail);
        members.forEach(json::add);
        fields.forEach((field, messages) -> {
            JsonArrayBuilder array = JSON.createArrayBuilder();
            messages.forEach(array::add);
            json.add(field, array);
        });
        return json.build().toString();
    }

    public Response response() {
        Response.ResponseBuilder answer = Response.status(status).entity(body()).type(MEDIA_TYPE);
        headers.forEach(answer::header);
        return answer.build();
    }

    /** For what stands outside JAX-RS. */
    public void writeTo(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        SecurityHeaders.OF_DATA.forEach(response::setHeader);
        headers.forEach(response::setHeader);
        byte[] body = body().getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private String title() {
        Response.Status known = Response.Status.fromStatusCode(status);
        return known == null ? "Error" : known.getReasonPhrase();
    }
}
