package org.notechondria.plan;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/**
 * How PostgreSQL would run a statement.
 *
 * @param indexes    every index that it goes through, the one that finds a conflict included
 * @param readWhole  every table of which all rows are read
 * @param text       for the message of a test that fails
 */
record Plan(Set<String> indexes, Set<String> readWhole, String text) {

    /**
     * @param mode    {@code force_custom_plan}: with the values known, as the first times; {@code force_generic_plan}: whatever they are, as later
     * @param types   of its parameters
     * @param values  of its parameters, as SQL
     */
    static Plan of(Connection connection, String sql, String mode, String types, String values) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET plan_cache_mode = " + mode);
            statement.execute("PREPARE explained " + (types.isEmpty() ? "" : "(" + types + ")") + " AS " + numbered(sql));
            try (ResultSet explained = statement.executeQuery("EXPLAIN (FORMAT JSON) EXECUTE explained" + (values.isEmpty() ? "" : "(" + values + ")"))) {
                explained.next();
                String text = explained.getString(1);
                Plan plan = new Plan(new TreeSet<>(), new TreeSet<>(), text);
                plan.add(Json.createReader(new StringReader(text)).readArray().getJsonObject(0).getJsonObject("Plan"));
                return plan;
            } finally {
                statement.execute("DEALLOCATE explained");
            }
        }
    }

    private void add(JsonObject node) {
        if (node.containsKey("Index Name")) {
            indexes.add(node.getString("Index Name"));
        }
        if (node.containsKey("Conflict Arbiter Indexes")) {
            node.getJsonArray("Conflict Arbiter Indexes").getValuesAs(JsonString.class).forEach(index -> indexes.add(index.getString()));
        }
        if (node.getString("Node Type").equals("Seq Scan")) {
            readWhole.add(node.getString("Relation Name"));
        }
        if (node.containsKey("Plans")) {
            node.getJsonArray("Plans").stream().map(JsonValue::asJsonObject).forEach(this::add);
        }
    }

    /** {@code ?1} and {@code ?} as PostgreSQL writes them. */
    private static String numbered(String sql) {
        String text = sql.replaceAll("\\?(\\d)", "\\$$1");
        for (int number = 1; text.contains("?"); number++) {
            text = text.replaceFirst("\\?", "\\$" + number);
        }
        return text;
    }
}
