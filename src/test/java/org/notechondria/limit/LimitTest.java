package org.notechondria.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.notechondria.problem.Problem;

/** The numbers of the limits, and how a refusal tells them. */
class LimitTest {

    @Test
    void no_two_limits_share_a_name_and_so_a_bucket() {
        assertThat(Limit.values()).extracting(Limit::wireName).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z-]+"));
    }

    /** As the comment at each of them says it: a larger number is more guesses, a smaller one meets people. */
    @ParameterizedTest
    @CsvSource({"SIGN_IN_ACCOUNT, 10, PT1M", "SIGN_IN_ADDRESS, 30, PT6S", "CODE_ACCOUNT, 10, PT1M", "CODE_ADDRESS, 30, PT6S", "MAIL_ACCOUNT, 5, PT3M", "MAIL_ADDRESS, 20, PT1M",
        "REGISTER_ADDRESS, 20, PT1M", "OAUTH_ADDRESS, 30, PT6S"})
    void each_limit_lets_its_stated_burst_pass_and_gives_one_attempt_back_in_its_stated_time(Limit limit, int burst, Duration refill) {
        assertThat(limit.burst()).isEqualTo(burst);
        assertThat(limit.refill()).isEqualTo(refill);
    }

    @Test
    void five_attempts_at_once_are_free_and_nobody_waits_longer_than_minutes_for_the_next_one() {
        assertThat(Limit.values()).hasSize(8).allSatisfy(limit -> {
            assertThat(limit.burst()).isGreaterThanOrEqualTo(5);
            assertThat(limit.refill()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(5));
        });
    }

    @Test
    void a_refusal_says_what_is_left_and_when_in_the_headers_of_the_draft() {
        Problem refused = LimitProblems.tooMany(Limit.MAIL_ACCOUNT, 12);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).containsEntry("Retry-After", "12")
                .containsEntry("RateLimit-Policy", "\"mail\";q=5;w=900")
                .containsEntry("RateLimit", "\"mail\";r=0;t=12");
    }
}
