package org.notechondria.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** {@code mvn -Prun}: builds the WAR without its tests and starts the launcher, which {@link LauncherIT} holds, with the build's folder. */
class RunProfileTest {
    private static final String PROFILE = "/project/profiles/profile[id='run']/";
    private static final String EXECUTION = PROFILE + "build/plugins/plugin[artifactId='exec-maven-plugin']/executions/execution[id='run']/";

    @Test
    void mvn_Prun_packages_and_starts_the_launcher() throws Exception {
        assertThat(inPom(PROFILE + "build/defaultGoal")).isEqualTo("package exec:java@run");
        assertThat(inPom(PROFILE + "properties/skipTests")).isEqualTo("true");
        assertThat(inPom(PROFILE + "properties/test.sources")).isEqualTo("${project.basedir}/src/run/java");
        assertThat(inPom(EXECUTION + "configuration/mainClass")).isEqualTo(Launcher.class.getName());
        assertThat(inPom(EXECUTION + "configuration/arguments")).isEqualTo("${project.build.directory}");
    }

    @Test
    void without_any_setting_it_is_this_machine_port_8080_and_a_folder_that_git_ignores() {
        assertThat(RunSettings.from(Map.of(), Path.of("/clone"))).isEqualTo(new RunSettings(8080, "127.0.0.1", Path.of("/clone/.data"), Optional.empty()));
    }

    @Test
    void each_of_its_settings_is_read_from_the_environment() {
        RunSettings settings = RunSettings.from(Map.of("HTTP_PORT", " 8181 ", "HTTP_ADDRESS", "0.0.0.0", "DATA_DIR", "/srv/data", "DATABASE_URL", "postgresql://anna:secret@db:5433/accounts"), Path.of("/clone"));
        assertThat(settings.port()).isEqualTo(8181);
        assertThat(settings.address()).isEqualTo("0.0.0.0");
        assertThat(settings.data()).isEqualTo(Path.of("/srv/data"));
        assertThat(settings.database()).map(DatabaseAddress::jdbcUrl).contains("jdbc:postgresql://db:5433/accounts");
    }

    @Test
    void where_it_is_found_follows_from_its_address() {
        Map.of("127.0.0.1", "http://localhost:8080", "0.0.0.0", "http://localhost:8080", "192.0.2.7", "http://192.0.2.7:8080", "::1", "http://[::1]:8080", "::", "http://localhost:8080")
                .forEach((address, url) -> assertThat(RunSettings.from(Map.of("HTTP_ADDRESS", address), Path.of("/clone")).url()).isEqualTo(url));
    }

    @Test
    void the_applications_own_names_of_the_database_are_read_as_well() {
        Map<String, String> own = Map.of("NOTECHONDRIA_DATABASE_URL", "jdbc:postgresql://db/accounts", "NOTECHONDRIA_DATABASE_USER", "anna", "NOTECHONDRIA_DATABASE_PASSWORD", "secret");
        assertThat(RunSettings.from(own, Path.of("/clone")).database()).contains(new DatabaseAddress("jdbc:postgresql://db/accounts", "anna", "secret"));
    }

    private static String inPom(String path) throws Exception {
        Document pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(Path.of("pom.xml").toFile());
        return XPathFactory.newInstance().newXPath().evaluate(path, pom).strip();
    }
}
