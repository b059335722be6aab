package org.notechondria.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RegistrationTest {

    @Test
    void an_id_counts_nobody_and_is_exact_in_every_client() {
        long[] ids = LongStream.generate(Registration::randomId).limit(1000).toArray();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(LongStream.of(ids).allMatch(id -> id > 0 && id < 1L << 53)).isTrue();
        assertThat(LongStream.of(ids).max().getAsLong()).isGreaterThan(1L << 50);
    }

    @Test
    void the_subject_of_a_code_leads_back_to_its_registration() {
        assertThat(Registration.idIn(Registration.subjectOf(4711))).isEqualTo(4711);
    }
}
