package org.notechondria.deployment;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** What this program is: the version that the file {@code VERSION} holds, and the commit that it was built from. */
@ApplicationScoped
public class Build {
    /**
     * @param version       as in the file {@code VERSION}
     * @param commit        twelve hex digits, or {@code unknown} when the sources were no git checkout
     * @param buildTime     ISO-8601, or {@code unknown}
     * @param deployTarget  {@code notechondria.deployment.target}
     */
    public record Facts(String version, String commit, String buildTime, String deployTarget) {
    }

    private final String version = text("/VERSION").strip();
    private final Properties git = properties();

    public String version() {
        return version;
    }

    Facts facts(String target) {
        return new Facts(version, git.getProperty("git.commit.id.abbrev", "unknown"), git.getProperty("git.build.time", "unknown"), target);
    }

    private static Properties properties() {
        Properties read = new Properties();
        try (InputStream in = Build.class.getResourceAsStream("/build.properties")) {
            if (in != null) {
                read.load(in);
            }
            return read;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(String resource) {
        try (InputStream in = Build.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
