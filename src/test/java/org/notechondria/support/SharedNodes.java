package org.notechondria.support;

import java.util.List;
import java.util.Map;
import org.notechondria.support.TestNodes.TestNode;

/**
 * Nodes that several classes of tests stand on, one class after the other, because each start costs ten seconds of both cores. Begun by the
 * first that asks, ended with the run. Whoever uses them leaves them as they were: running, connected, and with their database.
 */
public final class SharedNodes {
    private static TestNodes nodes;
    private static List<TestNode> pair;
    private static TestNodes limiting;
    private static TestNode limited;

    private SharedNodes() {
    }

    /** Two as in production; {@link Sql} speaks to their database from now on. */
    public static synchronized List<TestNode> pair() throws InterruptedException {
        if (pair == null) {
            nodes = TestNodes.named("shared");
            List<TestNode> begun = List.of(nodes.begin(Map.of()), nodes.begin(Map.of()));
            for (TestNode node : begun) {
                nodes.await(node);
            }
            pair = begun;
        }
        Sql.speakTo(nodes.database());
        return pair;
    }

    /** Where the pair is: for one more node beside it, which whoever begins it closes. */
    public static synchronized TestNodes besideThePair() throws InterruptedException {
        pair();
        return nodes;
    }

    /** One whose limits are on, behind a proxy on this machine that it trusts, with a GitHub that is never there, on a database of its own; {@link Sql} speaks to that from now on. */
    public static synchronized TestNode limited() throws InterruptedException {
        if (limited == null) {
            limiting = TestNodes.named("limits-on");
            limited = limiting.start(Map.of("NOTECHONDRIA_LIMIT_ENABLED", "true", "NOTECHONDRIA_TRUSTED_PROXIES", "127.0.0.1",
                    "NOTECHONDRIA_OAUTH_GITHUB_CLIENT_ID", "x", "NOTECHONDRIA_OAUTH_GITHUB_CLIENT_SECRET", "y", "NOTECHONDRIA_OAUTH_GITHUB_URL", "http://127.0.0.1:1"));
        }
        Sql.speakTo(limiting.database());
        return limited;
    }

    static synchronized void close() throws Exception {
        for (TestNodes some : new TestNodes[] {nodes, limiting}) {
            if (some != null) {
                some.close();
            }
        }
    }
}
