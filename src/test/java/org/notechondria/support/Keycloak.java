package org.notechondria.support;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A real OpenID Connect provider, Keycloak, with one realm ({@code keycloak/acme-realm.json}), and a browser in which a person signs in there. */
public final class Keycloak implements AutoCloseable {
    public static final String REDIRECT = "https://app.example.org/back";
    public static final String PASSWORD = "cobol-60-nano";
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
    /** Settled before it starts, so that nodes which are configured with it may start first; below the ports that connections are given. */
    private static final int PORT = 20_000 + (int) (ProcessHandle.current().pid() % 10_000);
    private final Process process;
    private final Path log;

    private Keycloak(Path home) throws IOException {
        Path imports = Files.createDirectories(home.resolve("data/import"));
        Files.copy(Path.of("src/test/resources/keycloak/acme-realm.json"), imports.resolve("acme-realm.json"), StandardCopyOption.REPLACE_EXISTING);
        log = home.resolve("keycloak.log");
        ProcessBuilder start = new ProcessBuilder("bash", home.resolve("bin/kc.sh").toString(), "start-dev", "--db=dev-mem", "--import-realm", "--http-host=127.0.0.1", "--http-port=" + PORT)
                .redirectErrorStream(true).redirectOutput(log.toFile());
        start.environment().put("JAVA_HOME", System.getProperty("java.home"));
        start.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx384m -XX:TieredStopAtLevel=1");
        process = start.start();
    }

    /** How a node is configured (environment variables) that signs people in through it, and takes only sign-ins which began at a node. */
    static Map<String, String> settings() {
        return Map.of("NOTECHONDRIA_OAUTH_OIDC_ACME_ISSUER", issuer(), "NOTECHONDRIA_OAUTH_OIDC_ACME_LABEL", "Acme",
                "NOTECHONDRIA_OAUTH_OIDC_ACME_CLIENT_ID", "notechondria", "NOTECHONDRIA_OAUTH_OIDC_ACME_CLIENT_SECRET", "s3cret-of-the-realm",
                "NOTECHONDRIA_OAUTH_OIDC_ACME_REDIRECT_URI", REDIRECT, "NOTECHONDRIA_OAUTH_REQUIRE_STATE", "true");
    }

    /** Starts it and does not wait. */
    public static Keycloak begin() throws IOException {
        return new Keycloak(Path.of(System.getProperty("test.keycloak")));
    }

    /** Waits until it answers. */
    public Keycloak await() {
        Eventually.holds("Keycloak answers; its log: " + log, Duration.ofSeconds(120), () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("Keycloak ended with status " + process.exitValue() + "; its log: " + log);
            }
            return answers();
        });
        return this;
    }

    private boolean answers() {
        try {
            return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration")).build(), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static String issuer() {
        return "http://127.0.0.1:" + PORT + "/realms/acme";
    }

    /** Somebody follows the address in a browser of their own, signs in, and is sent back: there. */
    public static URI signIn(URI authorizationUrl, String username) throws IOException, InterruptedException {
        HttpClient browser = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
        HttpResponse<String> page = browser.send(HttpRequest.newBuilder(authorizationUrl).build(), BodyHandlers.ofString());
        Matcher form = FORM.matcher(page.body());
        if (page.statusCode() != 200 || !form.find()) {
            throw new IllegalStateException(page.statusCode() + " " + page.body());
        }
        String fields = "username=" + URLEncoder.encode(username, StandardCharsets.UTF_8) + "&password=" + PASSWORD;
        HttpResponse<String> sentBack = browser.send(HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&"))).header("Cookie", cookiesOf(page))
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(fields)).build(), BodyHandlers.ofString());
        return sentBack.headers().firstValue("Location").map(URI::create).orElseThrow(() -> new IllegalStateException(sentBack.statusCode() + " " + sentBack.body()));
    }

    /** As a browser does, which takes this machine for safe: Java's own keeps {@code Secure} ones from it. */
    private static String cookiesOf(HttpResponse<?> page) {
        return page.headers().allValues("Set-Cookie").stream().map(cookie -> cookie.split(";", 2)[0]).collect(Collectors.joining("; "));
    }

    /** Ends it at once, as a power cut would. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
        process.waitFor();
    }
}
