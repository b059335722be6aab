package org.notechondria.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PostmanTest {

    @Test
    void pauses_grow_threefold_up_to_a_quarter_of_an_hour() {
        assertThat(IntStream.rangeClosed(1, 8).mapToObj(tries -> Postman.pauseAfter(tries).toSeconds()))
                .containsExactly(5L, 15L, 45L, 135L, 405L, 900L, 900L, 900L);
        assertThat(Postman.pauseAfter(Integer.MAX_VALUE).toSeconds()).isEqualTo(900);
    }
}
