package org.notechondria.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a code is right, how often it works, and when it ends (wire contract, section 5). */
class CodesInContainerIT extends CodesInContainer {
    @Inject
    private UserTransaction transaction;

    @Test
    void a_right_code_matches_and_is_spent_once() {
        OneTimeCode code = codes.issue(RESET, subject, "");
        MatchedCode matched = evaluate(code.forMail()).orElseThrow();
        assertEquals(subject, matched.subject());
        assertTrue(codes.spend(matched));
        assertFalse(codes.spend(matched));
        assertTrue(evaluate(code.forMail()).isEmpty());
    }

    @Test
    void a_code_is_right_for_its_own_purpose_subject_and_context_alone() {
        OneTimeCode code = codes.issue(CodePurpose.EMAIL_CHANGE, subject, "new@example.org");
        codes.issue(CodePurpose.IDENTITY, subject, "");
        assertTrue(check.evaluate(CodePurpose.EMAIL_CHANGE, subject, List.of(subject), "other@example.org", code.forMail()).isEmpty());
        assertTrue(check.evaluate(CodePurpose.IDENTITY, subject, List.of(subject), "new@example.org", code.forMail()).isEmpty());
        assertTrue(check.evaluate(CodePurpose.EMAIL_CHANGE, subject, List.of(subject + "0"), "new@example.org", code.forMail()).isEmpty());
        assertTrue(check.evaluate(CodePurpose.EMAIL_CHANGE, subject, List.of(subject), "new@example.org", " " + code.forMail() + "\n").isPresent());
    }

    @Test
    void a_new_code_ends_the_earlier_one_and_has_tries_of_its_own() {
        OneTimeCode earlier = codes.issue(RESET, subject, "");
        MatchedCode matched = evaluate(earlier.forMail()).orElseThrow();
        tryWrong(4, earlier);
        OneTimeCode later = another(earlier);
        assertTrue(evaluate(earlier.forMail()).isEmpty());
        assertFalse(codes.spend(matched), "the earlier code had matched before it was replaced");
        assertTrue(evaluate(later.forMail()).isPresent());
    }

    @Test
    void an_ended_code_is_worth_nothing() {
        OneTimeCode code = codes.issue(RESET, subject, "");
        MatchedCode matched = evaluate(code.forMail()).orElseThrow();
        codes.end(RESET, subject);
        assertFalse(codes.spend(matched));
        assertTrue(evaluate(code.forMail()).isEmpty());
    }

    @Test
    void a_spend_that_is_rolled_back_leaves_the_code_and_a_try_stays_counted() throws Exception {
        OneTimeCode code = codes.issue(RESET, subject, "");
        transaction.begin();
        assertTrue(codes.spend(evaluate(code.forMail()).orElseThrow()));
        transaction.rollback();
        assertEquals(1, number("SELECT tries FROM one_time_code WHERE subject = ?", subject));
        assertTrue(codes.spend(evaluate(code.forMail()).orElseThrow()));
    }

    @Test
    void a_code_lives_for_its_lifetime_and_not_a_microsecond_longer() {
        clockStopsAt("0 hours");
        OneTimeCode code = codes.issue(RESET, subject, "");
        clockStopsAt("9 minutes 59.999999 seconds");
        MatchedCode matched = evaluate(code.forMail()).orElseThrow();
        clockStopsAt("10 minutes");
        assertTrue(evaluate(code.forMail()).isEmpty());
        assertFalse(codes.spend(matched), "it expired between the match and the spending");
        clockStopsAt("9 minutes 59.999999 seconds");
        assertTrue(codes.spend(matched));
    }

    @Test
    void I4_a_code_is_spent_once_by_100_at_the_same_instant() throws Exception {
        for (int round = 0; round < 5; round++) {
            MatchedCode matched = evaluate(codes.issue(RESET, subject, "").forMail()).orElseThrow();
            assertEquals(1, atOnce(() -> insist(() -> codes.spend(matched))).stream().filter(won -> won).count());
        }
    }

    @Test
    void I4_a_code_works_once_when_100_try_and_spend_it_at_the_same_instant() throws Exception {
        OneTimeCode code = codes.issue(RESET, subject, "");
        List<Boolean> answers = atOnce(() -> insist(() -> evaluate(code.forMail())).map(matched -> insist(() -> codes.spend(matched))).orElse(false));
        assertEquals(1, answers.stream().filter(won -> won).count());
    }

    @Test
    void I9_the_table_holds_no_code() {
        OneTimeCode code = codes.issue(RESET, subject, "");
        assertEquals(0, number("SELECT count(*) FROM one_time_code WHERE subject = ? AND (CAST(digest AS text) LIKE '%' || '" + hex(code.forMail())
                + "' || '%')", subject));
    }

    @Test
    void the_sweep_takes_what_expired_more_than_a_day_ago_and_budgets_without_a_try_of_the_last_24_hours() {
        codes.issue(RESET, subject, "");
        assertTrue(tryUnknown());
        clockStopsAt("23 hours 59 minutes");
        sweepAll();
        assertEquals(1, number("SELECT count(*) FROM one_time_code WHERE subject = ?", subject));
        assertEquals(1, number("SELECT count(*) FROM code_budget WHERE person = ?", subject));
        clockStopsAt("24 hours 1 minute");
        sweepAll();
        assertEquals(1, number("SELECT count(*) FROM one_time_code WHERE subject = ?", subject));
        assertEquals(0, number("SELECT count(*) FROM code_budget WHERE person = ?", subject));
        clockStopsAt("24 hours 11 minutes");
        sweepAll();
        assertEquals(0, number("SELECT count(*) FROM one_time_code WHERE subject = ?", subject));
    }

    private OneTimeCode another(OneTimeCode earlier) {
        OneTimeCode later = codes.issue(RESET, subject, "");
        return later.forMail().equals(earlier.forMail()) ? another(earlier) : later;
    }

    private void sweepAll() {
        while (codes.sweep() > 0) {
            Thread.onSpinWait();
        }
    }

    private static String hex(String digits) {
        StringBuilder hex = new StringBuilder();
        digits.chars().forEach(digit -> hex.append(Integer.toHexString(digit)));
        return hex.toString();
    }
}
