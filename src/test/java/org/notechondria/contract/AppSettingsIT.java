package org.notechondria.contract;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.notechondria.support.Http;
import org.notechondria.support.Sql;

/** Wire contract, section 5: the settings that the clients keep among themselves, {@code app_settings} and their time. */
class AppSettingsIT extends SettingsContract {
    private static final int KIB = 1024;

    @Test
    void app_settings_are_merged_key_by_key_at_the_top_level() {
        accepted("{'app_settings':{'a':{'x':1,'y':2},'b':[1]}}");
        JsonObject merged = accepted("{'app_settings':{'a':{'z':3},'c':null}}").getJsonObject("app_settings");
        assertThat(merged.getJsonObject("a").toString()).isEqualTo("{\"z\":3}");
        assertThat(merged.getJsonArray("b")).hasSize(1);
        assertThat(merged.isNull("c")).isTrue();
    }

    @Test
    void what_is_a_field_and_in_app_settings_too_is_set_by_either_and_the_field_wins() {
        JsonObject inside = accepted("{'app_settings':{'theme_preset':'rose','theme_mode':'L','api_base_url':'https://a.example/api/v1'}}");
        assertThat(List.of(inside.getString("theme_preset"), inside.getString("theme_mode"), inside.getString("api_base_url"))).containsExactly("rose", "L", "https://a.example/api/v1");
        JsonObject both = accepted("{'theme_preset':'sky','app_settings':{'theme_preset':'rose','own':1}}");
        assertThat(both.getString("theme_preset")).isEqualTo("sky");
        assertThat(both.getJsonObject("app_settings").getString("theme_preset")).isEqualTo("sky");
        JsonObject beside = accepted("{'theme_mode':'D','api_base_url':'https://b.example/'}");
        assertThat(beside.getJsonObject("app_settings").getString("theme_mode")).isEqualTo("D");
        assertThat(beside.getJsonObject("app_settings").getString("api_base_url")).isEqualTo("https://b.example/");
        assertThat(Sql.one("SELECT CAST(app_settings AS text) FROM profile WHERE user_id = ?", anna.id())).as("kept once").isEqualTo("{\"own\": 1}");
        for (String wrong : List.of("'theme_mode':'X'", "'theme_mode':null", "'theme_preset':''", "'api_base_url':17")) {
            assertRejected("{'app_settings':{" + wrong + "}}", "app_settings");
        }
    }

    @Test
    void app_settings_are_bounded_as_they_are_kept() {
        String half = "\u00e4".repeat(16 * KIB); // 32 KiB of UTF-8
        accepted("{'app_settings':{'a':'" + half.substring(100) + "'}}");
        accepted("{'app_settings':{'b':'" + half.substring(100) + "'}}");
        assertRejected("{'app_settings':{'c':'" + "x".repeat(500) + "'}}", "app_settings");
        accepted("{'app_settings':{'a':''}}");
        accepted("{'app_settings':{'c':'" + "x".repeat(500) + "'}}");
    }

    @Test
    void A02_app_settings_that_the_database_could_not_hold_are_rejected() {
        for (String wrong : List.of("'\\ud800'", "[{'a':'\\u0000'}]")) {
            assertRejected("{'app_settings':{'a':" + wrong + "}}", "app_settings");
        }
        for (String tooLarge : List.of("1e200000", "1e-20000", "1e1001")) { // refused before it is read as a number
            assertThat(send("{'app_settings':{'a':" + tooLarge + "}}").status()).as(tooLarge).isEqualTo(400);
        }
        assertThat(send("{'app_settings':{'a':" + "[".repeat(5000) + "]".repeat(5000) + "}}").status()).isEqualTo(400);
    }

    @Test
    void the_time_of_app_settings_is_the_clients_or_now_or_left_alone() {
        assertThat(accepted("{'app_settings':{'a':1},'app_settings_updated_at':'2025-01-31T12:00:00.123456+02:00'}").getString("app_settings_updated_at")).isEqualTo("2025-01-31T10:00:00.123456Z");
        for (String old : new String[] {"0001-01-01T00:00:00Z", "0100-03-01T00:00:00Z", "1500-01-01T00:00:00Z", "1582-10-15T00:00:00Z", "1582-10-16T00:00:00Z", "9998-12-31T23:59:59.999999Z"}) {
            assertThat(accepted("{'app_settings_updated_at':'" + old + "'}").getString("app_settings_updated_at")).isEqualTo(old);
        }
        for (String beyond : new String[] {"0001-01-01T00:00:00+01:00", "9998-12-31T23:59:59-18:00", "+10000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"}) {
            assertThat(send("{'app_settings_updated_at':'" + beyond + "'}").status()).as(beyond).isEqualTo(400);
        }
        accepted("{'app_settings_updated_at':'2025-01-31T10:00:00.123456Z'}");
        assertThat(accepted("{'motto':'x','theme_mode':'D'}").getString("app_settings_updated_at")).isEqualTo("2025-01-31T10:00:00.123456Z");
        assertThat(accepted("{'app_settings_updated_at':'2025-02-01T00:00:00Z'}").getString("app_settings_updated_at")).isEqualTo("2025-02-01T00:00:00Z");
        Instant before = Instant.parse(Sql.one("SELECT to_json(app_now() AT TIME ZONE 'UTC') #>> '{}'").toString() + "Z");
        for (String change : List.of("{'app_settings':{'a':2}}", "{'app_settings':{'a':3},'app_settings_updated_at':null}")) {
            assertThat(Instant.parse(accepted(change).getString("app_settings_updated_at"))).isBetween(before, before.plusSeconds(60));
            accepted("{'app_settings_updated_at':'2025-02-01T00:00:00Z'}");
        }
        for (String wrong : List.of("'2025-01-31'", "'2025-01-31T12:00:00'", "17", "'+999999999-01-01T00:00:00Z'", "'+999999999-12-31T23:59:59-18:00'", "'0000-01-01T00:00:00Z'")) {
            assertRejected("{'app_settings_updated_at':" + wrong + "}", "app_settings_updated_at");
        }
    }

    @Test
    @Timeout(60)
    void two_changes_at_once_both_survive() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 20; round++) {
                CyclicBarrier start = new CyclicBarrier(2);
                String left = "{'app_settings':{'left" + round + "':1}}";
                String right = "{'app_settings':{'right" + round + "':1}}";
                List<Future<Http.Answer>> both = threads.invokeAll(Stream.of(left, right).<Callable<Http.Answer>>map(change -> () -> {
                    start.await(20, TimeUnit.SECONDS);
                    return send(change);
                }).toList());
                for (Future<Http.Answer> one : both) {
                    assertThat(one.get().status()).as(one.get().toString()).isEqualTo(200);
                }
                assertThat(settings().getJsonObject("app_settings").keySet()).contains("left" + round, "right" + round);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
