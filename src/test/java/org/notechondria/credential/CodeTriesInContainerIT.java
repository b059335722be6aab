package org.notechondria.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.notechondria.problem.Problem;

/** How many tries are evaluated, of one code and of one person (wire contract, section 5). */
class CodeTriesInContainerIT extends CodesInContainer {

    @Test
    void one_try_counts_on_each_of_several_codes_and_finds_the_one_that_was_typed() {
        String other = subject + "0";
        OneTimeCode first = codes.issue(RESET, subject, "");
        OneTimeCode second = codes.issue(RESET, other, "");
        while (second.forMail().equals(first.forMail())) {
            second = codes.issue(RESET, other, "");
        }
        assertEquals(other, check.evaluate(RESET, subject, List.of(subject, other), "", second.forMail()).orElseThrow().subject());
        assertEquals(1, number("SELECT tries FROM one_time_code WHERE subject = ?", subject));
        assertEquals(1, number("SELECT tries FROM one_time_code WHERE subject = ?", other));
    }

    /** Rows stand for the time that a stranger could measure: the budget's row is written once and, where there is no code to count on, once more in its place. */
    @Test
    void A12_a_try_costs_as_many_rows_where_there_is_no_code() {
        codes.issue(RESET, subject, "");
        evaluate("000000");
        assertEquals(0, number("SELECT CAST(CAST(cmin AS text) AS int) FROM code_budget WHERE person = ?", subject), "written by the first statement alone");
        String nobody = subject + "-nobody";
        assertTrue(check.evaluate(RESET, nobody, List.of(), "", "000000").isEmpty());
        assertTrue(number("SELECT CAST(CAST(cmin AS text) AS int) FROM code_budget WHERE person = ?", nobody) > 0, "and by a later one");
    }

    @Test
    void I5_the_sixth_try_is_not_evaluated_even_if_it_is_the_right_one() {
        OneTimeCode code = codes.issue(RESET, subject, "");
        tryWrong(4, code);
        assertTrue(evaluate(code.forMail()).isPresent(), "the fifth");
        assertTrue(evaluate(code.forMail()).isEmpty(), "the sixth");
    }

    @Test
    void I5_what_is_no_code_counts_like_a_wrong_one() {
        OneTimeCode code = codes.issue(RESET, subject, "");
        for (String typed : new String[] {"", "12345", "abcdef", "1234567", "\u0661\u0662\u0663\u0664\u0665\u0666"}) {
            assertTrue(evaluate(typed).isEmpty());
        }
        assertTrue(evaluate(code.forMail()).isEmpty());
    }

    @Test
    void I5_never_more_than_five_tries_are_evaluated_however_many_come_at_the_same_instant() throws Exception {
        OneTimeCode code = codes.issue(RESET, subject, "");
        long evaluated = atOnce(() -> insist(() -> evaluate(code.forMail()))).stream().filter(Optional::isPresent).count();
        assertEquals(5, evaluated);
    }

    @Test
    void I5_nor_when_no_two_of_them_share_a_budget() throws Exception {
        OneTimeCode code = codes.issue(RESET, subject, "");
        List<Optional<MatchedCode>> answers = atOnce(() -> {
            String person = "user:" + UUID.randomUUID();
            return insist(() -> check.evaluate(RESET, person, List.of(subject), "", code.forMail()));
        });
        assertEquals(5, answers.stream().filter(Optional::isPresent).count());
    }

    @Test
    void I5_a_hundred_tries_a_person_and_purpose_whatever_the_number_of_codes() {
        for (int i = 0; i < 25; i++) {
            tryWrong(4, codes.issue(RESET, subject, ""));
        }
        OneTimeCode fresh = codes.issue(RESET, subject, "");
        assertRefused(24 * 3600 - 60, 24 * 3600);
        for (int i = 0; i < 5; i++) {
            assertThrows(Problem.class, () -> evaluate(fresh.forMail()));
        }
        assertTrue(check.evaluate(CodePurpose.IDENTITY, subject, List.of(subject), "", fresh.forMail()).isEmpty(), "another purpose has a budget of its own");
        assertTrue(check.evaluate(RESET, subject + "0", List.of(subject), "", fresh.forMail()).isPresent(), "the refused tries did not count on the code");
    }

    @Test
    void I5_the_budget_is_exact_when_100_come_at_the_same_instant_and_50_are_left() throws Exception {
        tryUnknown(50);
        List<Boolean> counted = atOnce(() -> {
            try {
                return insist(this::tryUnknown);
            } catch (Problem refused) {
                assertEquals(429, refused.status());
                return false;
            }
        });
        assertEquals(50, counted.stream().filter(one -> one).count());
    }

    @Test
    void I5_the_window_slides_each_try_leaves_24_hours_after_it_was_made() {
        clockStopsAt("0 hours");
        tryUnknown(60);
        clockStopsAt("1 hour");
        tryUnknown(40);
        assertRefused(23 * 3600, 23 * 3600);
        clockStopsAt("23 hours 59 minutes 59.999999 seconds");
        assertRefused(1, 1);
        clockStopsAt("24 hours");
        tryUnknown(60);
        assertRefused(3600, 3600);
        clockStopsAt("25 hours");
        tryUnknown(40);
        assertRefused(23 * 3600, 23 * 3600);
    }

    @Test
    void I10_an_unknown_person_is_refused_in_the_words_of_a_known_one() {
        codes.issue(RESET, subject, "");
        String unknown = "address:" + UUID.randomUUID();
        for (int i = 0; i < 100; i++) {
            assertTrue(evaluate("nonsense").isEmpty());
            assertTrue(check.evaluate(RESET, unknown, List.of(), "", "nonsense").isEmpty());
        }
        Problem known = assertThrows(Problem.class, () -> evaluate("nonsense"));
        Problem stranger = assertThrows(Problem.class, () -> check.evaluate(RESET, unknown, List.of(), "", "nonsense"));
        assertEquals(known.body(), stranger.body());
        assertEquals(known.headers().keySet(), stranger.headers().keySet());
    }

    private void tryUnknown(int times) {
        for (int i = 0; i < times; i++) {
            assertTrue(tryUnknown());
        }
    }

    private void assertRefused(long least, long most) {
        Problem refused = assertThrows(Problem.class, this::tryUnknown);
        assertEquals(429, refused.status());
        long seconds = Long.parseLong(refused.headers().get("Retry-After"));
        assertTrue(seconds >= least && seconds <= most, "Retry-After: " + seconds);
    }
}
