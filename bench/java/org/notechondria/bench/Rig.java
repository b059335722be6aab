package org.notechondria.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.notechondria.run.DatabaseAddress;
import org.notechondria.run.EmbeddedDatabase;
import org.notechondria.run.Node;

/** What is measured: the real product on a durable PostgreSQL of its own, with people and sessions made by SQL, whose keys are known here. */
final class Rig implements AutoCloseable {
    private static final String KEY = "Ym VuY2ggYmVuY2ggYmVuY2ggYmVuY2ggYmVuY2ggYmVuY2g=".replace(" ", "");
    static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final Path folder;
    private final Path target;
    private final EmbeddedDatabase postgres;
    private final List<Double> starts = new ArrayList<>();
    private long filled;

    Rig(Path target) throws IOException {
        this.target = target;
        this.folder = target.resolve("bench").resolve("rig-" + System.nanoTime());
        Files.createDirectories(folder);
        postgres = EmbeddedDatabase.start(folder.resolve("postgres"), Map.of());
    }

    /** One node, and what speaks to it. */
    record Running(Node node, String url) implements AutoCloseable {
        long pid() {
            return node.process().pid();
        }

        @Override
        public void close() {
            node.close();
        }
    }

    Running start(Path war, Map<String, String> settings, String... jvmOptions) throws IOException, InterruptedException {
        int port = freePort();
        DatabaseAddress address = postgres.address();
        Map<String, String> environment = new HashMap<>(Map.of(
                "NOTECHONDRIA_DATABASE_URL", address.jdbcUrl(), "NOTECHONDRIA_DATABASE_USER", address.user(), "NOTECHONDRIA_DATABASE_PASSWORD", address.password(),
                "NOTECHONDRIA_DATABASE_POOL_SIZE", "16", "NOTECHONDRIA_PUBLIC_URL", "http://127.0.0.1:" + port, "NOTECHONDRIA_SECRET_KEY", KEY,
                "NOTECHONDRIA_ADMIN_PASSWORD", "velvet-otter-91", "NOTECHONDRIA_DEPLOYMENT_ID", "bench", "NOTECHONDRIA_LIMIT_ENABLED", "false",
                "NOTECHONDRIA_MAIL_DIRECTORY", folder.resolve("mail").toString()));
        environment.putAll(settings);
        long begin = System.nanoTime();
        Node node = Node.start(new Node.Plan(target, war, target.getParent(), folder.resolve("node-" + port), folder.resolve("node-" + port + ".log"), "127.0.0.1", port,
                environment, List.of(jvmOptions)));
        node.awaitReady(120);
        String url = "http://127.0.0.1:" + port + "/api/v1";
        if (status(url + "/health/", null) != 200) {
            throw new IOException("the node does not answer");
        }
        starts.add((System.nanoTime() - begin) / 1e9);
        return new Running(node, url);
    }

    int starts() {
        return starts.size();
    }

    /** Of all nodes but the first, which made the schema. */
    double medianStartSeconds() {
        List<Double> sorted = starts.stream().skip(1).sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    Path war() {
        return target.resolve("notechondria.war");
    }

    /**
     * The product with {@code NaiveGate} in the place of its gate. The server's class path holds that class too, and the WAR's own goes first
     * ({@code glassfish-web.xml}), or the server would find it there, without what it stands on, and leave it out.
     */
    Path naiveWar(Path classes) throws IOException {
        Path war = Files.copy(war(), folder.resolve("notechondria.war"), StandardCopyOption.REPLACE_EXISTING);
        String name = "org/notechondria/gate/NaiveGate.class";
        try (FileSystem inside = FileSystems.newFileSystem(war)) {
            Files.copy(classes.resolve(name), inside.getPath("/WEB-INF/classes/" + name));
        }
        return war;
    }

    /** Adds sessions and their people until there are so many, five sessions each whatever the number; session n has the key {@link #key}. */
    void fillTo(long to) throws SQLException {
        if (to > filled) {
            fill(filled + 1, to);
            filled = to;
        }
    }

    void fill(long from, long to) throws SQLException {
        sql("""
                INSERT INTO users (username, username_folded, email) SELECT 'bench-' || n, 'bench-' || n, 'bench-' || n || '@example.org' FROM generate_series(%d, %d) n
                ON CONFLICT DO NOTHING""".formatted(person(from), person(to)));
        sql("INSERT INTO profile (user_id) SELECT id FROM users ON CONFLICT DO NOTHING");
        sql("""
                INSERT INTO session (key_digest, user_id, device_label, user_agent, client_hash, client_hash_key, origin)
                SELECT sha256(CAST(lpad(to_hex(n), 40, '0') AS bytea)), u.id, 'Mac', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15', sha256('x'), 1, 'bench'
                  FROM generate_series(%d, %d) n JOIN users u ON u.username_folded = 'bench-' || (n - 1) / 5""".formatted(from, to));
        sql("VACUUM ANALYZE session");
        sql("VACUUM ANALYZE users");
        sql("CHECKPOINT"); // what filling left to write would be written beside what is measured: reads have waited two seconds for it
    }

    private static long person(long session) {
        return (session - 1) / 5;
    }

    static String key(long n) {
        return "%040x".formatted(n);
    }

    Path keys(String name, long from, long to) throws IOException {
        List<String> keys = new ArrayList<>();
        for (long n = from; n <= to; n++) {
            keys.add(key(n));
        }
        return Files.write(folder.resolve(name), keys);
    }

    void sql(String statement) throws SQLException {
        try (Connection connection = connect(); Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    long one(String query) throws SQLException {
        return column(query)[0];
    }

    long[] column(String query) throws SQLException {
        LongStream.Builder numbers = LongStream.builder();
        try (Connection connection = connect(); Statement sql = connection.createStatement(); ResultSet row = sql.executeQuery(query)) {
            while (row.next()) {
                numbers.add(row.getLong(1));
            }
        }
        return numbers.build().toArray();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.address().jdbcUrl(), postgres.address().user(), postgres.address().password());
    }

    static int status(String url, String key) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        return CLIENT.send((key == null ? request : request.header("Authorization", "Token " + key)).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    static int delete(String url, String key) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Token " + key).DELETE().build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    static int post(String url, String json) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json)).build(),
                HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    @Override
    public void close() {
        postgres.close();
    }
}
