package org.notechondria.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of one run: a line as each is known, a table at the end, and JSON for whoever compares runs. */
final class Report {
    private record Row(String figure, String measured, String reach, boolean met) {
    }

    private final List<Row> rows = new ArrayList<>();

    void add(String figure, String reach, boolean met, String format, Object... values) {
        Row row = new Row(figure, String.format(Locale.ROOT, format, values), reach, met);
        rows.add(row);
        say("  " + row.figure() + ": " + row.measured() + (met ? "" : "   (to reach: " + reach + ")"));
    }

    static void say(String line) {
        System.out.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }

    void print(Path json) throws IOException {
        System.out.println();
        rows.forEach(row -> System.out.println("%-72s %-46s %-28s %s".formatted(row.figure(), row.measured(), row.reach(), row.met() ? "met" : "MISSED")));
        StringBuilder text = new StringBuilder("[");
        for (Row row : rows) {
            text.append(text.length() > 1 ? ",\n " : "\n ").append("{\"figure\": \"%s\", \"measured\": \"%s\", \"reach\": \"%s\", \"met\": %s}"
                    .formatted(row.figure(), row.measured(), row.reach(), row.met()));
        }
        Files.writeString(json, text.append("\n]\n"));
        say("\nwritten to " + json);
    }
}
