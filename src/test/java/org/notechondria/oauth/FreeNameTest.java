package org.notechondria.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.notechondria.account.Username;
import org.notechondria.provider.Identity;

/** The user name that somebody who signs in through a provider starts with (wire contract, section 6). */
class FreeNameTest {

    private static Identity identity(String email, String handle) {
        return new Identity("https://id.example.org", "1", Optional.ofNullable(email), true, handle, "", "");
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
            "grace@example.org, gh,    grace",
            "g.h+x@example.org, gh,    g_h_x",
            ",                  ghopper, ghopper",
            "a@example.org,     '',    a__",
            "ümläut@example.org, '',   _ml_ut",
            ",                  '',    user",
            "@example.org,      '',    user"})
    void it_is_the_local_part_of_the_address_or_the_handle(String email, String handle, String name) {
        assertThat(FreeName.wanted(identity(email, handle), false)).isEqualTo(name);
    }

    @Test
    void of_GitHub_the_login_comes_first() {
        assertThat(FreeName.wanted(identity("grace@example.org", "ghopper"), true)).isEqualTo("ghopper");
    }

    @Test
    void a_long_one_leaves_room_for_a_number_and_any_is_allowed_by_the_rule() {
        String name = FreeName.wanted(identity("x".repeat(240) + "@example.org", ""), false);
        assertThat(Username.parse(name + "_999999999")).isPresent();
    }
}
