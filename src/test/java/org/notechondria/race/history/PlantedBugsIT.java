package org.notechondria.race.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.notechondria.race.history.HistoryCheck.Rule.LIVING_IS_REFUSED;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.notechondria.support.Sql;
import org.notechondria.support.TestNodes;
import org.notechondria.support.TestNodes.TestNode;

/**
 * The checker finds what it is there to find: beside a node as it was built runs one with a bug planted in it, under the same clients as in
 * {@link HistoryIT}. The bugs are classes of the tests, added to a copy of the WAR; the product has no switch for them.
 */
class PlantedBugsIT {
    private static final Path WAR = Path.of(System.getProperty("notechondria.war"));
    private static final String PERSISTENCE = "/WEB-INF/classes/META-INF/persistence.xml";
    private static final Duration ELSEWHERE = Duration.ofSeconds(1);
    private static final int DECISIONS = 400;
    private static final int MOST_ROUNDS = 10;
    private static TestNodes nodes;
    private static TestNode asBuilt;

    @BeforeAll
    static void startTheNodeAsItWasBuilt() {
        nodes = TestNodes.named("planted");
        Sql.speakTo(nodes.database());
        asBuilt = nodes.begin(WAR, Map.of());
    }

    @AfterAll
    static void stopAll() throws Exception {
        Sql.speakTo(null);
        nodes.close();
    }

    @Test
    void a_shared_cache_in_which_an_ended_session_lives_on_is_found() throws Exception {
        assertFound(11, changed(withPlanted("org.notechondria.gate.PlantedSharedCache"), PERSISTENCE, "<shared-cache-mode>NONE<", "<shared-cache-mode>ALL<"));
    }

    @Test
    void a_touch_that_brings_an_ended_session_back_is_found() throws Exception {
        assertFound(12, withPlanted("org.notechondria.gate.PlantedMerge"));
    }

    @Test
    void a_revoke_that_is_acknowledged_before_it_is_written_is_found() throws Exception {
        assertFound(13, withPlanted("org.notechondria.session.PlantedLateRevoke"));
    }

    @Test
    void a_listener_that_hears_nothing_and_is_trusted_is_found() throws Exception {
        assertFound(14, withPlanted("org.notechondria.gate.PlantedDeafBus"));
    }

    /** The launcher's class path holds all classes of the tests: the WAR's own go first, or the server finds the bug there, without what it stands on. */
    private static WebArchive withPlanted(String bug) throws IOException {
        WebArchive variant = ShrinkWrap.create(ZipImporter.class, bug + ".war").importFrom(WAR.toFile()).as(WebArchive.class).addClass(bug);
        return changed(variant, "/WEB-INF/glassfish-web.xml", "</context-root>", "</context-root><class-loader delegate=\"false\"/>");
    }

    private static WebArchive changed(WebArchive archive, String path, String from, String to) throws IOException {
        String text = new String(archive.get(path).getAsset().openStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text).contains(from);
        archive.delete(path);
        return archive.add(new StringAsset(text.replace(from, to)), path);
    }

    private static void assertFound(long seed, WebArchive variant) throws InterruptedException {
        File war = WAR.resolveSibling("test-nodes").resolve(variant.getName()).toFile();
        variant.as(ZipExporter.class).exportTo(war, true);
        TestNode planted = nodes.begin(war.toPath(), Map.of());
        nodes.await(asBuilt);
        nodes.await(planted);
        Clients clients = new Clients(seed, List.of(asBuilt.http(), planted.http()));
        List<HistoryCheck.Violation> found = List.of();
        for (int round = 0; round < MOST_ROUNDS && found.isEmpty(); round++) {
            clients.act(DECISIONS);
            clients.lookAtAll();
            found = HistoryCheck.violations(clients.history(), ELSEWHERE);
        }
        planted.node().close();
        assertThat(found).as("seed " + seed).isNotEmpty().noneMatch(violation -> violation.rule() == LIVING_IS_REFUSED); // that would be a node that is broken otherwise
    }
}
