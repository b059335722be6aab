package org.notechondria.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/configuration.md lists every property that the code reads, with its default, and none that it does not read. */
class ConfigurationPageTest {
    private static final Pattern CONSTANT = Pattern.compile("String (\\w+) = \"(notechondria\\.[^\"]+)\"");
    private static final Pattern READ = Pattern.compile("settings\\.(text|required|duration|number|oneOf|list|url|optionalUrl|groupsBelow)\\(\\s*(\"notechondria\\.[^\"]+\"|\\w+)(?:\\s*,\\s*([^,)]+))?(?:,[^,)]*,\\s*(true|false))?");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(notechondria\\.[^`]+)` \\| `([A-Z_]+)` \\| ([^|]+) \\|");
    /** Where the code computes the default, the page describes it in words. */
    private static final String IN_WORDS = "in words";

    private final SortedMap<String, String> read = new TreeMap<>();
    private final SortedSet<String> prefixes = new TreeSet<>();

    ConfigurationPageTest() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                collect(Files.readString(file));
            }
        }
    }

    @Test
    void the_page_has_a_row_for_every_property_that_is_read_and_for_no_other() throws IOException {
        SortedSet<String> rows = new TreeSet<>();
        rows().forEach(row -> rows.add(row.group(1)));
        rows.removeIf(name -> prefixes.stream().anyMatch(name::startsWith));
        assertThat(rows).isEqualTo(read.keySet());
    }

    @Test
    void each_row_names_the_environment_variable_and_the_default_of_the_code() throws IOException {
        rows().forEach(row -> {
            if (!row.group(1).contains("<")) {
                assertThat(row.group(2)).isEqualTo(BadSetting.environmentName(row.group(1)));
            }
            String inCode = read.getOrDefault(row.group(1), IN_WORDS);
            if (!inCode.equals(IN_WORDS)) {
                assertThat(row.group(3).replace("`", "").strip()).as(row.group(1)).isEqualTo(inCode);
            }
        });
    }

    private static Stream<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(Path.of("docs/configuration.md"))).results().toList().stream();
    }

    private void collect(String source) {
        Map<String, String> constants = new HashMap<>();
        CONSTANT.matcher(source).results().forEach(found -> constants.put(found.group(1), found.group(2)));
        Matcher call = READ.matcher(source);
        while (call.find()) {
            String name = call.group(2).startsWith("\"") ? call.group(2).replace("\"", "") : constants.get(call.group(2));
            if (name != null && call.group(1).equals("groupsBelow")) {
                prefixes.add(name);
            } else if (name != null) {
                String byDefault = defaultOf(call.group(1), call.group(3), call.group(4));
                read.merge(name, byDefault, (one, other) -> one.equals(IN_WORDS) ? other : one);
            }
        }
    }

    private static String defaultOf(String method, String argument, String flag) {
        return switch (method) {
            case "required", "url" -> "required";
            case "list", "optionalUrl" -> "none";
            case "oneOf" -> flag.equals("true") ? literal(argument) : IN_WORDS;
            default -> argument == null || argument.equals("\"\"") ? IN_WORDS : literal(argument);
        };
    }

    private static String literal(String argument) {
        return argument.matches("\"[^\"]*\"|[0-9]+") ? argument.replace("\"", "") : IN_WORDS;
    }
}
