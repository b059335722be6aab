package org.notechondria.support;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Everything that the database holds, row by row, as a dump would show it. */
public final class StoredRows {

    private StoredRows() {
    }

    /** Each row of each table: the table's name and the row as JSON. */
    public static List<String> all() {
        return read("to_jsonb(t)");
    }

    /** The same without what changes by itself: when a session was last seen, and the mails that wait. */
    public static Set<String> lasting() {
        Set<String> rows = new HashSet<>(read("to_jsonb(t) - 'last_seen_at'"));
        rows.removeIf(row -> row.startsWith("outbox "));
        return rows;
    }

    private static List<String> read(String row) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = Sql.connect(); Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names = statement.executeQuery("SELECT quote_ident(table_name) FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet stored = statement.executeQuery("SELECT " + row + " FROM " + table + " AS t")) {
                    while (stored.next()) {
                        rows.add(table + " " + stored.getString(1));
                    }
                }
            }
            return rows;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
