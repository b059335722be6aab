package org.notechondria.provider;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One exchange with a provider's server: within the deadline, of bounded size, and with the server that was asked: a redirect is not followed, for
 * it could point into our own network. Thread-safe.
 */
final class ProviderHttp {
    private static final int MOST_BYTES = 512 * 1024;
    private static final List<String> READ = List.of("Content-Type", "Retry-After", "X-RateLimit-Remaining");
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).followRedirects(HttpClient.Redirect.NEVER).build();

    private ProviderHttp() {
    }

    /** A document that must be there. */
    static HTTPResponse get(URI url, Deadline deadline, Map<String, String> headers) throws IOException {
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.GET, url);
        request.setAccept("application/json");
        headers.forEach(request::setHeader);
        return request.send(within(deadline));
    }

    /** How the library sends what it has made. */
    static HTTPRequestSender within(Deadline deadline) {
        return request -> send(request, deadline);
    }

    private static ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request, Deadline deadline) throws IOException {
        HttpRequest.Builder made = HttpRequest.newBuilder(request.getURI()).timeout(deadline.left());
        request.getHeaderMap().forEach((name, values) -> values.forEach(value -> made.header(name, value)));
        String body = request.getBody();
        made.method(request.getMethod().name(), body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return answer(exchange(made.build(), deadline));
    }

    /** The client's own timeout ends with the headers; a body that never ends needs this one. */
    private static HttpResponse<byte[]> exchange(HttpRequest request, Deadline deadline) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> exchange = CLIENT.sendAsync(request, head -> new BoundedBody(MOST_BYTES));
        try {
            return exchange.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw new IOException("the provider did not answer", failed.getCause());
        } catch (TimeoutException late) {
            throw new HttpTimeoutException("the provider took too long");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } finally {
            exchange.cancel(true);
        }
    }

    private static HTTPResponse answer(HttpResponse<byte[]> received) throws IOException {
        int status = received.statusCode();
        if (status >= 500 || status >= 300 && status < 400) {
            throw new IOException("the provider answered with status " + status);
        }
        HTTPResponse answer = new HTTPResponse(status);
        for (String name : READ) {
            received.headers().firstValue(name).ifPresent(value -> answer.setHeader(name, value));
        }
        answer.setBody(new String(received.body(), StandardCharsets.UTF_8));
        return answer;
    }
}
