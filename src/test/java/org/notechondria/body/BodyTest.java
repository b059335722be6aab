package org.notechondria.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.notechondria.problem.Problem;

class BodyTest {

    @Test
    void an_object_is_read_with_white_space_around_it() {
        assertThat(Body.parse(" {\"a\": \"b\"}\r\n\t ".getBytes(StandardCharsets.UTF_8)).fields().text("a")).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{} {}", "{}x", "{}{", "{},", "{}]", "{} null", "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":1,\"b\":2}}", "{\"a\":[{\"b\":1,\"b\":2}]}", "{'a':1}", "{\"a\":01}",
        "{\"a\":1,}", "{\"a\":NaN}", "nul", "null", "1", "\"a\"", "true", "[] {}", "\ufeff{}"})
    void A02_what_is_no_json_or_has_more_behind_it_or_a_key_twice_is_refused(String text) {
        assertThat(refusalOf(text.getBytes(StandardCharsets.UTF_8)).getMessage()).isEqualTo("The body is not valid JSON.");
    }

    @Test
    void A02_an_array_is_refused() {
        assertThat(refusalOf("[{}]".getBytes(StandardCharsets.UTF_8)).getMessage()).isEqualTo("The body must be a JSON object.");
    }

    @Test
    void A02_bytes_that_are_not_utf_8_are_refused() {
        assertThat(refusalOf(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}).getMessage()).isEqualTo("The body is not valid UTF-8.");
    }

    @Test
    void A04_deep_nesting_is_refused() {
        assertThat(refusalOf(nested(10_000)).getMessage()).isEqualTo("The body is nested too deeply.");
        assertThat(refusalOf(nested(100)).getMessage()).isEqualTo("The body is nested too deeply.");
        assertThat(Body.parse(nested(99)).fields().has("a")).isTrue();
    }

    @Test
    void a_thousand_beside_each_other_are_not_deep() {
        assertThat(Body.parse(("{\"a\":[" + "[],{},".repeat(500) + "[]]}").getBytes(StandardCharsets.UTF_8)).fields().has("a")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999", "1E+999", "-0.5e-999", "1e+5", "1e0000000005"})
    void a_number_with_an_exponent_of_three_digits_is_read(String number) {
        assertThat(Body.parse(("{\"a\":" + number + "}").getBytes(StandardCharsets.UTF_8)).fields().raw("a")).hasToString(new BigDecimal(number).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e1000", "1E+1000", "-0.5e-1000", "1e99999999999999", "[[1e999999999]]"})
    void A04_a_number_that_would_be_gigabytes_when_written_out_is_refused(String number) {
        assertThat(refusalOf(("{\"a\":" + number + "}").getBytes(StandardCharsets.UTF_8)).getMessage()).isEqualTo("The body holds a number that is too large.");
    }

    @Test
    void A04_a_number_of_a_thousand_characters_is_read_and_a_longer_one_refused() {
        assertThat(Body.parse(("{\"a\":" + "9".repeat(1000) + ",\"b\":1.7976931348623157e308,\"c\":5e-324}").getBytes(StandardCharsets.UTF_8)).fields().has("c")).isTrue();
        assertThat(refusalOf(("{\"a\":" + "9".repeat(1001) + "}").getBytes(StandardCharsets.UTF_8)).getMessage()).isEqualTo("The body holds a number that is too large.");
    }

    private static byte[] nested(int arrays) {
        return ("{\"a\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}").getBytes(StandardCharsets.UTF_8);
    }

    private static Problem refusalOf(byte[] sent) {
        Problem refusal = catchThrowableOfType(Problem.class, () -> Body.parse(sent));
        assertThat(refusal).as(new String(sent, 0, Math.min(sent.length, 100), StandardCharsets.UTF_8)).isNotNull();
        assertThat(refusal.status()).isEqualTo(400);
        return refusal;
    }
}
