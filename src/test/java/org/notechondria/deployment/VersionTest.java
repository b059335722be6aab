package org.notechondria.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** The file VERSION is the one place that says which version this is. */
class VersionTest {

    @Test
    void the_pom_and_the_handshake_say_what_the_file_VERSION_says() throws Exception {
        String version = Files.readString(Path.of("VERSION")).strip();
        Document pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(Path.of("pom.xml").toFile());
        String inPom = pom.getDocumentElement().getElementsByTagName("version").item(0).getTextContent();
        assertThat(inPom).isEqualTo(version);
        assertThat(new Build().version()).isEqualTo(version);
    }
}
