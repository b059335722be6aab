package org.notechondria.support;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.notechondria.support.TestNodes.TestNode;
import org.notechondria.support.clock.NodeClock;

/**
 * Nodes that several classes of tests stand on, one class after the other, because each start costs ten seconds of both cores. Begun by the
 * first that asks, ended with the run. Whoever uses them leaves them as they were: running, connected, and with their database.
 */
public final class SharedNodes {
    /** How far the second of the pair is ahead whenever no test moves its clock: no decision may be another for it (fault F15). */
    public static final Duration SECOND_IS_AHEAD = Duration.ofMinutes(10);
    private static TestNodes nodes;
    private static NodeClock clockOfTheSecond;
    private static List<TestNode> pair;
    private static TestNodes limiting;
    private static TestNode limited;

    private SharedNodes() {
    }

    /** Begins them all in the background, one after the other: a start keeps one core busy, and the tests of the container leave one. */
    static void begin() {
        Thread ahead = new Thread(() -> {
            try {
                startLimited();
                startPair();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }, "nodes-ahead");
        ahead.setDaemon(true);
        ahead.start();
    }

    /**
     * Two as in production, which know of a {@link Keycloak} and of a provider that lies ({@link ProviderStub}), the second with a clock that is
     * wrong; {@link Sql} speaks to their database from now on.
     */
    public static synchronized List<TestNode> pair() throws InterruptedException {
        startPair();
        Sql.speakTo(nodes.database());
        return pair;
    }

    private static synchronized void startPair() throws InterruptedException {
        if (pair == null) {
            nodes = TestNodes.named("shared");
            Map<String, String> providers = new HashMap<>(Keycloak.settings());
            providers.putAll(ProviderStub.named("liar").asLiar());
            TestNode first = nodes.begin(providers);
            clockOfTheSecond = NodeClock.ahead(nodes.folder().resolve("clock"), SECOND_IS_AHEAD);
            providers.put("NOTECHONDRIA_MAIL_DIRECTORY", nodes.folder().resolve("mail-of-the-second").toString());
            TestNode second = nodes.begin(providers, clockOfTheSecond);
            pair = List.of(nodes.await(first), nodes.await(second));
        }
    }

    /** The wall clock of the second of the pair; whoever moves it sets it to {@link #SECOND_IS_AHEAD} again. */
    public static synchronized NodeClock clockOfTheSecond() throws InterruptedException {
        pair();
        return clockOfTheSecond;
    }

    /** Where the pair is: for one more node beside it, which whoever begins it closes. */
    public static synchronized TestNodes besideThePair() throws InterruptedException {
        pair();
        return nodes;
    }

    /** One whose limits are on, behind a proxy on this machine that it trusts, with a GitHub that is never there, on a database of its own; {@link Sql} speaks to that from now on. */
    public static synchronized TestNode limited() throws InterruptedException {
        startLimited();
        Sql.speakTo(limiting.database());
        return limited;
    }

    private static synchronized void startLimited() throws InterruptedException {
        if (limited == null) {
            limiting = TestNodes.named("limits-on");
            limited = limiting.start(Map.of("NOTECHONDRIA_LIMIT_ENABLED", "true", "NOTECHONDRIA_TRUSTED_PROXIES", "127.0.0.1",
                    "NOTECHONDRIA_OAUTH_GITHUB_CLIENT_ID", "x", "NOTECHONDRIA_OAUTH_GITHUB_CLIENT_SECRET", "y", "NOTECHONDRIA_OAUTH_GITHUB_URL", "http://127.0.0.1:1"));
        }
    }

    static synchronized void close() throws Exception {
        for (TestNodes some : new TestNodes[] {nodes, limiting}) {
            if (some != null) {
                some.close();
            }
        }
    }
}
