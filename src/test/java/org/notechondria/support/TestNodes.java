package org.notechondria.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.notechondria.run.DatabaseAddress;
import org.notechondria.run.EmbeddedDatabase;
import org.notechondria.run.Node;

/**
 * Nodes of the real product for tests of faults and races between nodes: a PostgreSQL of their own, a wire to it for each node that a test
 * can cut, and the server as a child process. Close it: a node costs memory.
 */
public final class TestNodes implements AutoCloseable {
    private static final long START_SECONDS = 180;
    /** A start is what most of them are for: compiled once and simply, and not verified, which the launcher's own nodes are. */
    private static final List<String> STARTS_FAST = List.of("-XX:TieredStopAtLevel=1", "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote", "-Xmx320m");
    /** For those that hash many passwords: compiled well is what runs millions of times, which takes a third of the time then. */
    public static final List<String> HASHES_FAST = List.of("-XX:TieredStopAtLevel=4", "-XX:Tier4InvocationThreshold=3000000", "-XX:Tier4MinInvocationThreshold=1000000",
            "-XX:Tier4CompileThreshold=4000000", "-XX:Tier4BackEdgeThreshold=20000000");
    private final Path folder;
    private final List<AutoCloseable> started = Collections.synchronizedList(new ArrayList<>());
    private EmbeddedDatabase database;

    /**
     * One node.
     *
     * @param http  a client of it
     * @param wire  between it and the database
     */
    public record TestNode(Node node, Http http, TcpProxy wire, Path log) {
    }

    private TestNodes(Path folder) {
        this.folder = folder;
    }

    /** @param name of a folder below the build's */
    public static TestNodes named(String name) {
        Path folder = Path.of(System.getProperty("notechondria.war")).resolveSibling("test-nodes").resolve(name + "-" + System.nanoTime());
        TestNodes nodes = new TestNodes(folder);
        nodes.startDatabase(freePort());
        return nodes;
    }

    /** Where its nodes, their logs and its database are. */
    public Path folder() {
        return folder;
    }

    /** Starts it and waits until it answers. {@code settings} are environment variables, beside those that every test node has. */
    public TestNode start(Map<String, String> settings) throws InterruptedException {
        return await(begin(settings));
    }

    /** Starts it and does not wait. */
    public TestNode begin(Map<String, String> settings) {
        return begin(Path.of(System.getProperty("notechondria.war")), settings);
    }

    /** Starts it and does not wait; {@code war} is what it runs. */
    public TestNode begin(Path war, Map<String, String> settings) {
        return begin(war, settings, List.of());
    }

    /** Starts one that will hash many passwords and does not wait; {@code more} go to its JVM. */
    public TestNode beginToHash(Map<String, String> settings, List<String> more) {
        return begin(Path.of(System.getProperty("notechondria.war")), settings, Stream.concat(HASHES_FAST.stream(), more.stream()).toList());
    }

    private TestNode begin(Path war, Map<String, String> settings, List<String> jvmOptions) {
        int port = freePort();
        TcpProxy wire = new TcpProxy(database.port());
        Map<String, String> environment = new HashMap<>(Map.of(
                "NOTECHONDRIA_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + wire.port() + "/postgres",
                "NOTECHONDRIA_DATABASE_USER", "postgres",
                "NOTECHONDRIA_DATABASE_PASSWORD", "postgres",
                "NOTECHONDRIA_DATABASE_POOL_SIZE", "16",
                "NOTECHONDRIA_PUBLIC_URL", "http://127.0.0.1:" + port,
                "NOTECHONDRIA_SECRET_KEY", TestDatabase.SECRET_KEY,
                "NOTECHONDRIA_ADMIN_PASSWORD", TestDatabase.ADMINISTRATORS_PASSWORD,
                "NOTECHONDRIA_DEPLOYMENT_ID", "the-nodes",
                "NOTECHONDRIA_LIMIT_ENABLED", "false",
                "NOTECHONDRIA_MAIL_DIRECTORY", folder.resolve("mail").toString()));
        environment.putAll(settings);
        Path target = Path.of(System.getProperty("notechondria.war")).getParent();
        Path log = folder.resolve("node-" + port + ".log");
        List<String> options = new ArrayList<>(STARTS_FAST);
        options.addAll(jvmOptions);
        Node node = Node.start(new Node.Plan(target, war, Path.of(System.getProperty("notechondria.home")), folder.resolve("node-" + port), log, "127.0.0.1", port,
                environment, options));
        started.add(wire);
        started.add(node);
        return new TestNode(node, new Http(URI.create("http://127.0.0.1:" + port)), wire, log);
    }

    /** Starts three at the same instant and waits for all of them. */
    public List<TestNode> startThreeAtOnce(Map<String, String> settings) throws InterruptedException {
        List<TestNode> three = Stream.generate(() -> begin(settings)).limit(3).toList();
        for (TestNode node : three) {
            await(node);
        }
        return three;
    }

    /** Waits until it answers. */
    public TestNode await(TestNode node) throws InterruptedException {
        node.node().awaitReady(START_SECONDS);
        return node;
    }

    public DatabaseAddress database() {
        return database.address();
    }

    /** Ends the database as a power cut would; what it acknowledged is on disk. */
    public void killDatabase() {
        database.kill();
    }

    /** Starts it again on the same port. */
    public void restartDatabase() {
        startDatabase(database.port());
    }

    private void startDatabase(int port) {
        database = EmbeddedDatabase.start(folder.resolve("postgres"), port, Map.of("max_connections", "200"));
    }

    /** All at once, for each takes its second to end. */
    void askAllToEnd() {
        List.copyOf(started).stream().filter(Node.class::isInstance).map(Node.class::cast).forEach(Node::askToEnd);
    }

    @Override
    public void close() throws Exception {
        askAllToEnd();
        for (int i = started.size() - 1; i >= 0; i--) {
            started.get(i).close();
        }
        database.close();
    }

    public static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
