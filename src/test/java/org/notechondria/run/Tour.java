package org.notechondria.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The README's tour, typed word for word into a shell. */
final class Tour {

    private Tour() {
    }

    /**
     * @param port  in the place of 8080
     * @param data  in the place of {@code .data}
     * @return what the terminal shows
     */
    static String take(int port, Path data) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("tour");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path curl = Files.writeString(folder.resolve("curl"), "#!/bin/sh\nexec '" + java + "' -XX:TieredStopAtLevel=1 -cp '" + classes() + "' " + Curl.class.getName() + " \"$@\"\n");
        curl.toFile().setExecutable(true);
        Path script = Files.writeString(folder.resolve("tour"), commands().replace("localhost:8080", "localhost:" + port).replace(".data/", data + "/"));
        ProcessBuilder shell = new ProcessBuilder("bash", script.toString()).redirectErrorStream(true);
        shell.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
        Process taken = shell.start();
        String shown = new String(taken.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        taken.waitFor();
        return shown;
    }

    private static String commands() throws IOException {
        String readme = Files.readString(Path.of(System.getProperty("notechondria.home"), "README.md"));
        List<String> tour = readme.substring(readme.indexOf("## A minute's tour"), readme.indexOf("## More")).lines().toList();
        return tour.stream().filter(line -> line.startsWith("    ")).map(String::strip).collect(Collectors.joining("\n"));
    }

    private static String classes() {
        return Path.of(System.getProperty("notechondria.war")).resolveSibling("test-classes").toString();
    }
}
