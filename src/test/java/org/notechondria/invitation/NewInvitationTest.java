package org.notechondria.invitation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.notechondria.body.Body;
import org.notechondria.problem.Problem;

/** What staff may say about an invitation, and what is refused. */
class NewInvitationTest {

    @Test
    void only_the_number_of_uses_is_needed() {
        assertThat(read("{\"max_uses\": 1}")).isEqualTo(new NewInvitation("", 1, null));
        assertThat(read("{\"max_uses\": 100000, \"label\": null, \"expires_at\": null}")).isEqualTo(new NewInvitation("", 100_000, null));
    }

    @Test
    void the_label_has_up_to_a_hundred_code_points() {
        String label = "\uD83D\uDE00".repeat(100);
        assertThat(read("{\"max_uses\": 1, \"label\": \"" + label + "\"}").label()).isEqualTo(label);
        assertThat(refusalOf("{\"max_uses\": 1, \"label\": \"" + label + "x\"}")).contains("\"label\":[");
        assertThat(refusalOf("{\"max_uses\": 1, \"label\": 7}")).contains("\"label\":[");
    }

    @Test
    void the_number_of_uses_is_a_whole_number_from_1_to_100000() {
        for (String uses : new String[] {"0", "-1", "100001", "1.5", "\"1\"", "null", "true", "4294967297", "1e400"}) {
            assertThat(refusalOf("{\"max_uses\": " + uses + "}")).as(uses).contains("\"max_uses\":[");
        }
        assertThat(refusalOf("{}")).contains("max_uses: This field is required.");
    }

    @Test
    void the_expiry_is_a_time_with_its_offset_and_keeps_microseconds() {
        assertThat(read("{\"max_uses\": 1, \"expires_at\": \"2030-01-01T02:00:00.123456789+02:00\"}").expiresAt())
                .isEqualTo(Instant.parse("2030-01-01T00:00:00.123456Z"));
        for (String time : new String[] {"\"2030-01-01T00:00:00\"", "\"2030-01-01\"", "\"\"", "\"soon\"", "\"+10000-01-01T00:00:00Z\"", "\"-0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59-18:00\"", "1893456000"}) {
            assertThat(refusalOf("{\"max_uses\": 1, \"expires_at\": " + time + "}")).as(time).contains("\"expires_at\":[");
        }
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        assertThat(refusalOf("{\"max_uses\": 0, \"expires_at\": \"soon\", \"label\": []}")).contains("\"max_uses\":[", "\"expires_at\":[", "\"label\":[");
    }

    private static NewInvitation read(String json) {
        return NewInvitation.from(Body.parse(json.getBytes(StandardCharsets.UTF_8)), time -> true);
    }

    private static String refusalOf(String json) {
        Problem refused = catchThrowableOfType(Problem.class, () -> read(json));
        assertThat(refused).as(json).isNotNull();
        assertThat(refused.status()).isEqualTo(400);
        return refused.body();
    }
}
