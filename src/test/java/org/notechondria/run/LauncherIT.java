package org.notechondria.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.notechondria.support.Eventually;
import org.notechondria.support.Http;

/** What {@code mvn -Prun} promises a newcomer and an operator whom it starts for. A start costs many seconds, so the ordered tests are the life of one DATA_DIR. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LauncherIT {
    static final Path FOLDER = Path.of(System.getProperty("notechondria.war")).resolveSibling("launcher");
    private static final Pattern PASSWORD = Pattern.compile("password +(\\S+) +\\(shown this once\\)");
    private static final int SESSIONS = 50;
    private static final List<String> KEYS = new ArrayList<>();
    private static final FutureTask<Started> FIRST = new FutureTask<>(LauncherIT::beginLife);
    private static Path life;
    private static int port;
    private Started launcher;

    /** Begins the first start; once, whoever asks first. */
    @BeforeAll
    static void begin() {
        FIRST.run();
    }

    @AfterEach
    void endTheLauncher() {
        if (launcher != null) {
            launcher.end();
        }
    }

    @Test
    @Order(1)
    void the_first_start_prints_the_administrators_password_which_signs_in_and_I3_its_server_is_killed_after_fifty_answers() throws Exception {
        launcher = FIRST.get().awaitBlock();
        assertThat(launcher.out().lines().limit(3)).containsExactly("database: starting the embedded PostgreSQL in " + life.resolve("postgres"),
                "deployment: starting Payara Micro with the application", "ready");
        assertThat(launcher.out()).contains("http://localhost:" + port + "/", "data           " + life, "administrator  root-of-it");
        assertThat(askDatabase("SHOW fsync")).isEqualTo("on");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(life))).as("mails with codes lie there").isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(life.resolve("secret-key")))).isEqualTo("rw-------");
        assertThat(askDatabase("SHOW synchronous_commit")).isEqualTo("on");
        Matcher password = PASSWORD.matcher(launcher.out());
        assertThat(password.find()).isTrue();
        for (int i = 0; i < SESSIONS; i++) {
            Http.Answer signedIn = http().post("/auth/login/", Map.of("identifier", "root-of-it", "password", password.group(1)));
            assertThat(signedIn.status()).as(signedIn.toString()).isEqualTo(200);
            KEYS.add(signedIn.json().getString("token"));
        }

        assertThat(launcher.out()).contains("mail           .eml files in " + life.resolve("mail"));
        assertTheTourWorksWordForWord();

        launcher.server().destroyForcibly();

        assertThat(launcher.awaitEnd()).isEqualTo(1);
        assertThat(launcher.err().lines()).singleElement().asString().startsWith("cannot start: ").contains("the server ended by itself");
    }

    @Test
    @Order(2)
    void I3_no_acknowledged_session_is_lost_with_the_server_mail_goes_to_a_server_and_the_server_ends_with_a_launcher_that_is_killed() throws Exception {
        GreenMail mailServer = new GreenMail(ServerSetup.SMTP.dynamicPort());
        mailServer.start();
        try {
            launcher = start(Map.of("NOTECHONDRIA_MAIL_SMTP_HOST", "127.0.0.1", "NOTECHONDRIA_MAIL_SMTP_PORT", Integer.toString(mailServer.getSmtp().getPort()),
                    "NOTECHONDRIA_SWEEP_PAUSE", "PT1S", "NOTECHONDRIA_CORS_ALLOWED_ORIGINS", "https://app.example.org"));
            assertThat(launcher.out()).doesNotContain("shown this once").contains("mail           to 127.0.0.1");
            assertEveryKeyWorks();
            Http.Answer registered = http().post("/auth/register/", Map.of("username", "grace", "email", "grace@example.org", "password", "velvet-otter-91"));
            assertThat(registered.status()).as(registered.toString()).isEqualTo(201);
            assertThat(registered.json().getBoolean("delivery_fallback")).isFalse();
            assertThat(mailServer.waitForIncomingEmail(20_000, 1)).as("sent").isTrue();
            assertThat(mailServer.getReceivedMessages()[0].getAllRecipients()).extracting(Object::toString).containsExactly("grace@example.org");
        } finally {
            mailServer.stop();
        }
        assertThat(allowedOrigin(http(), "https://app.example.org")).isEqualTo("https://app.example.org");
        assertThat(allowedOrigin(http(), "http://localhost:5173")).as("what is configured replaces the launcher's own").isNull();
        assertThatWhatHasExpiredIsSwept();
        ProcessHandle server = launcher.server();

        launcher.kill();

        Eventually.holds("the server ends by itself", () -> !server.isAlive());
    }

    /** It reads the code from the mail's file, lists two devices, and signs one out. */
    private static void assertTheTourWorksWordForWord() throws Exception {
        List<String> shown = Tour.take(port, life).lines().filter(line -> !line.isBlank()).toList();
        assertThat(shown).hasSize(4);
        assertThat(shown.get(0)).contains("\"delivery_fallback\":true", "\"email\":\"anna@example.org\"");
        assertThat(shown.get(1)).containsSubsequence("\"sessions\":[", "\"is_current\":true", "(iPhone)", "\"is_current\":false", "(Macintosh)");
        assertThat(shown.get(2)).startsWith("HTTP/1.1 204");
        assertThat(shown.get(3)).contains("\"status\":401", "\"detail\":\"Invalid token.\"");
    }

    /** In the background, asked by nobody. */
    private static void assertThatWhatHasExpiredIsSwept() {
        askDatabase("""
                WITH ended AS (INSERT INTO session (key_digest, user_id, device_label, user_agent, client_hash, client_hash_key, origin, created_at, last_seen_at, revoked_at, ended_reason)
                     SELECT sha256('x'), id, 'swept', '', sha256('x'), 1, 'password', now() - interval '40 days', now() - interval '40 days', now() - interval '40 days', 'signed-out' FROM users LIMIT 1),
                     registered AS (INSERT INTO registration (id, username, email, password, expires_at) VALUES (1, 'swept', 'swept@example.org', '', now() - interval '1 hour')),
                     issued AS (INSERT INTO one_time_code (subject, purpose, digest, key_id, expires_at) VALUES ('swept', 'IDENTITY', sha256('x'), 1, now() - interval '2 days')),
                     counted AS (INSERT INTO limit_bucket (id, full_at) VALUES (sha256('swept'), now() - interval '1 hour'))
                INSERT INTO oauth_state (digest, secret_digest, provider, intent, expires_at) VALUES (sha256('swept'), sha256('x'), 'acme', 'login', now() - interval '2 days')
                RETURNING 1""");
        Eventually.holds("swept", () -> askDatabase("""
                SELECT (SELECT count(*) FROM session WHERE device_label = 'swept') + (SELECT count(*) FROM registration WHERE username = 'swept')
                     + (SELECT count(*) FROM one_time_code WHERE subject = 'swept') + (SELECT count(*) FROM limit_bucket WHERE id = sha256('swept'))
                     + (SELECT count(*) FROM oauth_state WHERE digest = sha256('swept'))""").equals("0"));
    }

    @Test
    @Order(3)
    void after_that_the_same_folder_starts_again_and_SIGTERM_ends_first_the_server_and_then_the_database() throws Exception {
        launcher = Started.with(environment(life, port, Map.of()));
        Eventually.holds("its database is there", () -> launcher.out().contains("deployment: "));
        int secondPort = freePort();
        Started second = Started.with(environment(life, secondPort, Map.of("DATABASE_URL", databaseOfTheLife(), "HTTP_ADDRESS", "127.0.0.2")));
        launcher.awaitBlock();
        assertEveryKeyWorks();
        anotherOnTheSameDatabaseIsASecondNodeWhichCtrlCEnds(second.awaitBlock(), URI.create("http://127.0.0.2:" + secondPort));

        assertThat(launcher.terminate()).isZero();

        assertThat(launcher.out().strip()).endsWith("stopping the server\nstopping the database\nstopped");
        assertThat(launcher.err()).isEmpty();
        String log = Files.readString(life.resolve("log").resolve("server-" + port + ".log"));
        assertThat(log.substring(log.indexOf(Server.READY))).doesNotContain("PSQLException", "SEVERE"); // it never lost its database
        assertThat(life.resolve("postgres").resolve("postmaster.pid")).doesNotExist();
    }

    private static void anotherOnTheSameDatabaseIsASecondNodeWhichCtrlCEnds(Started second, URI address) throws Exception {
        Http there = new Http(address);
        try {
            assertThat(second.out()).contains(address + "/").startsWith("database: using jdbc:postgresql://127.0.0.1:").doesNotContain("shown this once");
            assertThatThrownBy(() -> new Socket("127.0.0.1", address.getPort()).close()).as("listens at HTTP_ADDRESS alone").isInstanceOf(ConnectException.class);
            assertThat(allowedOrigin(there, "http://localhost:5173")).as("a frontend on this machine").isEqualTo("http://localhost:5173");
            assertThat(allowedOrigin(there, "http://127.0.0.1:5173")).isEqualTo("http://127.0.0.1:5173");
            assertThat(allowedOrigin(there, "https://app.example.org")).isNull();
            String[] key = {"Authorization", "Token " + KEYS.remove(0)};
            assertThat(there.get("/auth/check/", key).status()).isEqualTo(200);
            assertThat(there.post("/auth/logout/", Map.of(), key).status()).isEqualTo(204);
            Eventually.holds("revoked there, refused here", Duration.ofSeconds(1), () -> http().get("/auth/check/", key).status() == 401);
        } finally {
            assertThat(second.interrupt()).isZero();
        }
        assertThat(second.out().strip()).endsWith("stopping the server\nstopped");
    }

    private static Started beginLife() throws IOException {
        life = newFolder();
        port = freePort();
        return Started.toHash(environment(life, port, Map.of()));
    }

    private static Started start(Map<String, String> more) throws Exception {
        return Started.with(environment(life, port, more)).awaitBlock();
    }

    static Map<String, String> environment(Path data, int port, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of("DATA_DIR", data.toString(), "HTTP_PORT", Integer.toString(port),
                "NOTECHONDRIA_DEPLOYMENT_ID", "one roll-out", "NOTECHONDRIA_LIMIT_ENABLED", "false", "NOTECHONDRIA_ADMIN_USERNAME", "root-of-it"));
        environment.putAll(more);
        return environment;
    }

    private static String allowedOrigin(Http at, String origin) {
        return at.get("/ping/", "Origin", origin).header("Access-Control-Allow-Origin");
    }

    private static void assertEveryKeyWorks() {
        assertThat(KEYS).hasSize(SESSIONS).allSatisfy(key -> assertThat(http().get("/auth/check/", "Authorization", "Token " + key).status()).isEqualTo(200));
    }

    private static Http http() {
        return new Http(URI.create("http://localhost:" + port));
    }

    /** The embedded PostgreSQL writes its port where every PostgreSQL does. */
    private static String databaseOfTheLife() throws IOException {
        return "postgresql://postgres:postgres@127.0.0.1:" + Files.readAllLines(life.resolve("postgres").resolve("postmaster.pid")).get(3) + "/postgres";
    }

    private static String askDatabase(String sql) {
        try {
            return answerOf(DatabaseAddress.parse(databaseOfTheLife()), sql);
        } catch (IOException | SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    private static String answerOf(DatabaseAddress database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            answer.next();
            return answer.getString(1);
        }
    }

    static Path newFolder() throws IOException {
        return Files.createTempDirectory(Files.createDirectories(FOLDER), "data");
    }

    static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }
}
