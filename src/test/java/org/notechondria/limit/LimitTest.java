package org.notechondria.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.notechondria.problem.Problem;

/** The numbers of the limits, and how a refusal tells them. */
class LimitTest {

    @Test
    void no_two_limits_share_a_name_and_so_a_bucket() {
        assertThat(Limit.values()).extracting(Limit::wireName).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z-]+"));
    }

    @Test
    void a_person_never_meets_a_limit_and_nobody_waits_longer_than_minutes_for_the_next_attempt() {
        assertThat(Limit.values()).allSatisfy(limit -> {
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
