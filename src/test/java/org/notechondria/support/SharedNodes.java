package org.notechondria.support;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.notechondria.run.DatabaseAddress;
import org.notechondria.support.TestNodes.TestNode;
import org.notechondria.support.clock.NodeClock;

/**
 * Nodes that several classes of tests stand on, one class after the other, because each start costs ten seconds of both cores. Begun by the
 * first that asks, ended with the run. Whoever uses them leaves them as they were: running, connected, and with their database.
 */
public final class SharedNodes {
    /** How far the second of the pair is ahead whenever no test moves its clock: no decision may be another for it (fault F15). */
    public static final Duration SECOND_IS_AHEAD = Duration.ofMinutes(10);
    /** A setting of {@link #limited} that there is none of. */
    public static final String MISSPELT = "NOTECHONDRIA_SESION_IDLE_TIMEOUT";
    private static final FutureTask<TestNodes> NODES = new FutureTask<>(() -> TestNodes.named("shared"));
    private static final FutureTask<NodeClock> CLOCK_OF_THE_SECOND = new FutureTask<>(() -> NodeClock.ahead(of(NODES).folder().resolve("clock"), SECOND_IS_AHEAD));
    private static final FutureTask<List<TestNode>> PAIR = new FutureTask<>(SharedNodes::startPair);
    private static final FutureTask<List<TestNode>> FORGETFUL = new FutureTask<>(() -> startTwo(Map.of("NOTECHONDRIA_SESSION_CACHE", "off"), Map.of("NOTECHONDRIA_SESSION_CACHE", "off")));
    private static final FutureTask<List<TestNode>> TO_BE_ENDED = new FutureTask<>(() -> startTwo(Map.of("NOTECHONDRIA_SESSION_IDLE_TIMEOUT", "PT3S", "NOTECHONDRIA_SESSION_ABSOLUTE_TIMEOUT", "PT1H"), Map.of()));
    private static final FutureTask<Keycloak> KEYCLOAK = new FutureTask<>(() -> Keycloak.begin().await());
    private static final FutureTask<TestNodes> LIMITING = new FutureTask<>(() -> TestNodes.named("limits-on"));
    private static final FutureTask<TestNode> LIMITED = new FutureTask<>(SharedNodes::startLimited);

    private static final FutureTask<TestNodes> ROLLING_OUT = new FutureTask<>(() -> TestNodes.named("roll-out"));
    private static final FutureTask<List<TestNode>> THREE_AT_ONCE = new FutureTask<>(SharedNodes::startThreeAtOnce);
    private static final ExecutorService STARTER = Executors.newSingleThreadExecutor(starts -> {
        Thread starter = new Thread(starts, "nodes-ahead");
        starter.setDaemon(true);
        return starter;
    });

    private static volatile boolean ahead;

    private SharedNodes() {
    }

    /** Begins them all in the background, one after the other, in the order of need: a start keeps one core busy, and the tests of the container leave one. */
    static void begin() {
        ahead = true;
        List.of(LIMITED, PAIR, TO_BE_ENDED, FORGETFUL, KEYCLOAK, THREE_AT_ONCE).forEach(STARTER::execute);
    }

    /** Begins this too, after all of those. */
    public static void thenBegin(Runnable start) {
        STARTER.execute(start);
    }

    /**
     * Two as in production, which know of a {@link Keycloak} and of a provider that lies ({@link ProviderStub}), the second with a clock that is
     * wrong; {@link Sql} speaks to their database from now on.
     */
    public static List<TestNode> pair() throws InterruptedException {
        List<TestNode> pair = of(PAIR);
        if (ahead) {
            of(TO_BE_ENDED); // whoever asks may take their database away, and a node that starts needs it
            of(FORGETFUL);
        }
        Sql.speakTo(of(NODES).database());
        return pair;
    }

    private static List<TestNode> startPair() throws InterruptedException {
        TestNodes nodes = of(NODES);
        Map<String, String> providers = new HashMap<>(Keycloak.settings());
        providers.putAll(ProviderStub.named("liar").asLiar());
        TestNode first = nodes.beginToHash(providers, List.of());
        providers.put("NOTECHONDRIA_MAIL_DIRECTORY", nodes.folder().resolve("mail-of-the-second").toString());
        TestNode second = nodes.beginToHash(providers, of(CLOCK_OF_THE_SECOND).jvmOptions());
        return List.of(nodes.await(first), nodes.await(second));
    }

    /** All that run on the pair's database but one: their processes, for whoever wants to be alone with it for a moment. */
    public static List<Long> besides(TestNode one) {
        return Stream.of(PAIR, FORGETFUL, TO_BE_ENDED).filter(FutureTask::isDone).flatMap(nodes -> made(nodes).stream()).filter(node -> node != one)
                .map(node -> node.node().process()).filter(Process::isAlive).map(Process::pid).toList();
    }

    private static <T> T made(FutureTask<T> done) {
        try {
            return done.get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Two beside the pair, after it: its first start made the schema. */
    private static List<TestNode> startTwo(Map<String, String> first, Map<String, String> second) throws InterruptedException {
        of(PAIR);
        TestNodes nodes = of(NODES);
        List<TestNode> begun = List.of(nodes.begin(first), nodes.begin(second));
        return List.of(nodes.await(begun.get(0)), nodes.await(begun.get(1)));
    }

    /** Two more on the pair's database, that ask the table about every request. */
    public static List<TestNode> forgetful() throws InterruptedException {
        pair();
        return of(FORGETFUL);
    }

    /** Two more on the pair's database, the first with an idle timeout of three seconds and an absolute one of an hour, for the one class of tests that ends them. */
    public static List<TestNode> toBeEnded() throws InterruptedException {
        pair();
        return of(TO_BE_ENDED);
    }

    /** The provider that the pair knows, for the one class of tests that ends it. */
    public static Keycloak keycloak() throws InterruptedException {
        return of(KEYCLOAK);
    }

    /** The wall clock of the second of the pair; whoever moves it sets it to {@link #SECOND_IS_AHEAD} again. */
    public static NodeClock clockOfTheSecond() throws InterruptedException {
        pair();
        return of(CLOCK_OF_THE_SECOND);
    }

    /** Where the pair is: for one more node beside it, which whoever begins it closes. */
    public static TestNodes besideThePair() throws InterruptedException {
        pair();
        return of(NODES);
    }

    /** The same for whoever begins one ahead: {@link Sql} speaks to whom it spoke. */
    public static TestNodes whereThePairIs() throws InterruptedException {
        of(PAIR);
        return of(NODES);
    }

    /** Of the first roll-out: three that booted at the same instant on an empty database, for the one class of tests that replaces them. */
    public static List<TestNode> threeAtOnce() throws InterruptedException {
        return of(THREE_AT_ONCE);
    }

    /** Where those three are, for the nodes of the next roll-outs; whoever ends them closes it. */
    public static TestNodes rollingOut() throws InterruptedException {
        return of(ROLLING_OUT);
    }

    private static List<TestNode> startThreeAtOnce() throws InterruptedException {
        return of(ROLLING_OUT).startThreeAtOnce(Map.of("NOTECHONDRIA_DEPLOYMENT_ID", "the-first"));
    }

    /** One whose limits are on, behind a proxy on this machine that it trusts, with a GitHub that is never there, on a database of its own; {@link Sql} speaks to that from now on. */
    public static TestNode limited() throws InterruptedException {
        TestNode limited = of(LIMITED);
        Sql.speakTo(of(LIMITING).database());
        return limited;
    }

    private static TestNode startLimited() throws InterruptedException {
        return of(LIMITING).await(of(LIMITING).beginToHash(Map.of("NOTECHONDRIA_LIMIT_ENABLED", "true", "NOTECHONDRIA_TRUSTED_PROXIES", "127.0.0.1", MISSPELT, "PT1H",
                "NOTECHONDRIA_OAUTH_GITHUB_CLIENT_ID", "x", "NOTECHONDRIA_OAUTH_GITHUB_CLIENT_SECRET", "y", "NOTECHONDRIA_OAUTH_GITHUB_URL", "http://127.0.0.1:1"), List.of()));
    }

    /** What it makes, made by whoever asks first: the others wait. */
    private static <T> T of(FutureTask<T> made) throws InterruptedException {
        made.run();
        try {
            return made.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }

    /** Of those that run. */
    public static List<DatabaseAddress> databases() {
        return Stream.of(NODES, LIMITING).filter(FutureTask::isDone).map(nodes -> made(nodes).database()).toList();
    }

    /** Ends what was begun. */
    static void close() throws Exception {
        for (FutureTask<TestNodes> some : List.of(NODES, LIMITING, ROLLING_OUT)) {
            if (some.isDone()) {
                some.get().askAllToEnd();
            }
        }
        for (FutureTask<? extends AutoCloseable> some : List.of(KEYCLOAK, NODES, LIMITING, ROLLING_OUT)) {
            if (some.isDone()) {
                some.get().close();
            }
        }
    }
}
