package org.notechondria.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every stored form that is read, and how one that can't be read is met. */
class PasswordHashTest {
    /** From the tests of Argon2's reference implementation. */
    private static final String REFERENCE = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    private static final String REFERENCE_OF_TWO_LANES = "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc";
    private static final String DJANGO = "pbkdf2_sha256$1000$seasaltAndPepper22$QM0MoHu4rQq+HzIP3Xg6h8pWsM1eBpXD5Q1+b9A+Ubw=";
    private static final String DJANGO_BEYOND_ASCII = "pbkdf2_sha256$260000$seasaltAndPepper22$twQ9KID7vh1iZKDLDTXuUAr57NqSHGk6JEtUkkElRZU=";

    @ParameterizedTest
    @ValueSource(strings = {REFERENCE, REFERENCE_OF_TWO_LANES})
    void the_reference_vectors_of_argon2id_match(String stored) {
        assertThat(PasswordHash.of(stored).matches(Password.of("password"))).isTrue();
        assertThat(PasswordHash.of(stored).matches(Password.of("Password"))).isFalse();
    }

    @Test
    void a_hash_of_django_matches_its_password_alone() {
        assertThat(PasswordHash.of(DJANGO).matches(Password.of(" correct-horse-battery\n"))).isTrue();
        assertThat(PasswordHash.of(DJANGO).matches(Password.of("correct-horse-batterz"))).isFalse();
        assertThat(PasswordHash.of(DJANGO).matches(Password.of(""))).isFalse();
        assertThat(PasswordHash.of(DJANGO_BEYOND_ASCII).matches(Password.of("p\u00E4ssw\u00F6rd \uD83D\uDC0E"))).isTrue();
    }

    @Test
    void a_fresh_hash_is_a_phc_string_with_the_stated_costs_and_a_salt_of_its_own() {
        PasswordHash first = new PasswordHashing().hash(Password.of("zq xw vk"));
        PasswordHash second = new PasswordHashing().hash(Password.of("zq xw vk"));
        assertThat(first.forTheTable()).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(second.forTheTable()).isNotEqualTo(first.forTheTable());
        assertThat(PasswordHash.of(first.forTheTable()).matches(Password.of("zq xw vk"))).isTrue();
        assertThat(PasswordHash.of(first.forTheTable()).matches(Password.of("zq xw vK"))).isFalse();
    }

    @Test
    void only_what_would_be_made_today_needs_no_rehash() {
        assertThat(new PasswordHashing().hash(Password.of("zq xw vk")).needsRehash()).isFalse();
        assertThat(PasswordHash.of(REFERENCE).needsRehash()).isTrue();
        assertThat(PasswordHash.of(DJANGO).needsRehash()).isTrue();
        assertThat(PasswordHash.of("!unusable").needsRehash()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void what_cannot_be_read_matches_nothing_and_is_kept_as_it_is(String stored) {
        PasswordHash hash = PasswordHash.of(stored);
        assertThat(hash.isReadable()).isFalse();
        assertThat(hash.matches(Password.of("password"))).isFalse();
        assertThat(hash.matches(Password.of(stored))).isFalse();
        assertThat(hash.forTheTable()).isEqualTo(stored);
    }

    static Stream<String> unreadable() {
        return Stream.of("", "!", "!unusable", "password", REFERENCE + "=", REFERENCE.replace("v=19", "v=16"), REFERENCE.replace("argon2id", "argon2i"),
                REFERENCE.replace("m=256", "m=7"), REFERENCE.replace("m=256", "m=999999"), REFERENCE.replace("m=256", "m=99999999999"),
                REFERENCE.replace("t=2", "t=0"), REFERENCE.replace("t=2", "t=99"), REFERENCE.replace("p=1", "p=0"), REFERENCE.replace("p=1", "p=17"),
                REFERENCE.replace("c29tZXNhbHQ", "c29tZXNhbHQab"), REFERENCE.replace("c29tZXNhbHQ", "c29t"), REFERENCE.replace("nf65", "n_65"),
                DJANGO.replace("$1000$", "$0$"), DJANGO.replace("$1000$", "$99999999$"), DJANGO.replace("$1000$", "$-1$"), DJANGO.replace("sha256", "sha1"),
                DJANGO.substring(0, DJANGO.length() - 2), "pbkdf2_sha256$1000$$" + Base64.getEncoder().encodeToString(new byte[32]));
    }

    @Test
    void I9_it_prints_as_stars() {
        assertThat(PasswordHash.of(REFERENCE)).hasToString("****");
    }
}
