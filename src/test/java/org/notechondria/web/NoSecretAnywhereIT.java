package org.notechondria.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.notechondria.run.DatabaseAddress;
import org.notechondria.support.ContractTest;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.SecretsSeen;
import org.notechondria.support.SharedNodes;
import org.notechondria.support.Sql;
import org.notechondria.support.StoredRows;

/** What all the tests before it have seen is searched for in all that their servers wrote; the last class of the alphabet, so that it comes last. */
class NoSecretAnywhereIT extends ContractTest {
    private static final Path TARGET = Path.of(System.getProperty("notechondria.war")).getParent();
    /** Keys and API keys: looked up as words, for there are thousands. */
    private static final Pattern KEY = Pattern.compile("(?<![0-9a-z])(?:[0-9a-f]{40}|ntc_[0-9a-f]{32})(?![0-9a-z])");

    @AfterEach
    void leave() {
        Sql.speakTo(null);
    }

    @Test
    void A25_I9_no_secret_that_the_tests_saw_is_in_any_log_or_in_a_dump_of_any_database() throws IOException {
        Credential phone = People.somebody("anna").on(http, "iPhone");
        Set<String> seen = SecretsSeen.all();
        assertThat(seen).contains(phone.key(), People.PASSWORD);
        List<Path> logs = logs();
        StringBuilder ofTheContainer = new StringBuilder();
        for (Path log : logs) {
            String text = Files.readString(log, StandardCharsets.ISO_8859_1);
            assertHidden(seen, text, log.toString());
            if (log.toString().startsWith(System.getProperty("notechondria.container.log"))) {
                ofTheContainer.append(text);
            }
        }
        assertThat(ofTheContainer).as("of the server that this class talks to").contains("org.notechondria.");
        List<DatabaseAddress> databases = new ArrayList<>(SharedNodes.databases());
        databases.add(null); // the container's
        for (DatabaseAddress database : databases) {
            Sql.speakTo(database);
            String dump = String.join("\n", StoredRows.all());
            assertThat(dump).contains("\"username\":");
            assertHidden(seen, dump, String.valueOf(database));
        }
    }

    /** Of this run, for a build may lie on one of before; the container's is cut into files with a number behind their names. */
    private static List<Path> logs() throws IOException {
        Instant begun = ProcessHandle.current().info().startInstant().orElseThrow();
        List<Path> logs = new ArrayList<>();
        for (String folder : List.of("container", "test-nodes", "launcher")) {
            Path where = TARGET.resolve(folder);
            if (Files.exists(where)) {
                try (Stream<Path> files = Files.walk(where)) {
                    files.filter(file -> file.toString().matches(".*\\.log(\\.[0-9]+)?") && file.toFile().lastModified() >= begun.toEpochMilli()).forEach(logs::add);
                }
            }
        }
        return logs;
    }

    private static void assertHidden(Set<String> secrets, String text, String where) {
        Set<String> keys = KEY.matcher(text).results().map(MatchResult::group).filter(secrets::contains).collect(Collectors.toSet());
        assertThat(keys).as("keys in " + where).isEmpty();
        assertThat(secrets.stream().filter(secret -> !KEY.matcher(secret).matches() && text.contains(secret)).toList()).as("passwords and codes in " + where).isEmpty();
    }
}
