package org.notechondria.race.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.notechondria.race.history.HistoryCheck.Rule.LIVING_IS_REFUSED;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.notechondria.gate.Planted;
import org.notechondria.gate.PlantedDeafBus;
import org.notechondria.gate.PlantedRows;
import org.notechondria.session.PlantedLateRevoke;
import org.notechondria.support.SharedNodes;
import org.notechondria.support.Sql;
import org.notechondria.support.TestNodes;
import org.notechondria.support.TestNodes.TestNode;

/**
 * The checker finds what it is there to find: beside a node as it was built runs one with bugs planted in it, one of them awake at a time, under
 * the same clients as in {@link HistoryIT}. The bugs are classes of the tests, added to a copy of the WAR; the product has no switch for them.
 */
class PlantedBugsIT {
    private static final Path WAR = Path.of(System.getProperty("notechondria.war"));
    private static final Duration ELSEWHERE = Duration.ofSeconds(1);
    private static final int DECISIONS = 400;
    private static final int MOST_ROUNDS = 10;
    private static final FutureTask<TestNode> PLANTED = new FutureTask<>(PlantedBugsIT::plantedNode);
    private static Path awake;
    private static TestNode asBuilt;
    private static TestNode planted;

    @BeforeAll
    static void oneAsItWasBuiltAndOneWithTheBugs() throws Exception {
        begin();
        planted = PLANTED.get();
        asBuilt = SharedNodes.pair().get(0);
    }

    /** Once, whoever asks first. */
    static void begin() {
        PLANTED.run();
    }

    private static TestNode plantedNode() throws Exception {
        awake = Files.createTempFile(WAR.getParent(), "planted", ".bug");
        TestNodes nodes = SharedNodes.whereThePairIs();
        return nodes.await(nodes.begin(withPlanted(PlantedRows.class, PlantedDeafBus.class, PlantedLateRevoke.class), Map.of(Planted.FILE, awake.toString())));
    }

    @AfterAll
    static void leave() {
        planted.node().close();
        Sql.speakTo(null);
    }

    @Test
    void a_shared_cache_in_which_an_ended_session_lives_on_is_found() throws Exception {
        assertFound(11, Planted.SHARED_CACHE);
    }

    @Test
    void A11_a_touch_that_brings_an_ended_session_back_is_found() throws Exception {
        assertFound(12, Planted.MERGE);
    }

    @Test
    void a_revoke_that_is_acknowledged_before_it_is_written_is_found() throws Exception {
        assertFound(13, Planted.LATE_REVOKE);
    }

    @Test
    void a_listener_that_hears_nothing_and_is_trusted_is_found() throws Exception {
        planted.wire().stallThose("notechondria bus");
        try {
            assertFound(14, Planted.DEAF_BUS);
        } finally {
            planted.wire().stallThose(null);
        }
    }

    /** The launcher's class path holds all classes of the tests: the WAR's own go first, or the server finds the bug there, without what it stands on. */
    private static Path withPlanted(Class<?>... bugs) throws IOException {
        WebArchive variant = ShrinkWrap.create(ZipImporter.class, "planted.war").importFrom(WAR.toFile()).as(WebArchive.class).addClasses(bugs).addClass(Planted.class);
        change(variant, "/WEB-INF/classes/META-INF/persistence.xml", "<shared-cache-mode>NONE<", "<shared-cache-mode>ALL<");
        change(variant, "/WEB-INF/glassfish-web.xml", "</context-root>", "</context-root><class-loader delegate=\"false\"/>");
        Path war = WAR.resolveSibling("test-nodes").resolve(variant.getName());
        variant.as(ZipExporter.class).exportTo(war.toFile(), true);
        return war;
    }

    private static void change(WebArchive archive, String path, String from, String to) throws IOException {
        String text = new String(archive.get(path).getAsset().openStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text).contains(from);
        archive.delete(path);
        archive.add(new StringAsset(text.replace(from, to)), path);
    }

    private static void assertFound(long seed, Planted bug) throws IOException {
        Files.writeString(awake, bug.name());
        Clients clients = new Clients(seed, List.of(asBuilt.http(), planted.http()));
        List<HistoryCheck.Violation> found = List.of();
        for (int round = 0; round < MOST_ROUNDS && found.isEmpty(); round++) {
            clients.act(DECISIONS);
            clients.lookAtAll();
            found = HistoryCheck.violations(clients.history(), ELSEWHERE);
        }
        assertThat(found).as(bug + ", seed " + seed).isNotEmpty().noneMatch(violation -> violation.rule() == LIVING_IS_REFUSED); // that would be a node that is broken otherwise
    }
}
