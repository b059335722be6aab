package org.notechondria.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.notechondria.configuration.SecretKey;

class SealTest {
    private static final Letter LETTER = new Letter("Your code", "123456 für Ännchen\n", "<p>123456</p>");
    private final Seal seal = new Seal(new SecretKey(new byte[32]));

    @Test
    void what_was_sealed_is_opened_again() throws Undeliverable {
        Letter opened = seal.open(seal.close(LETTER, "anna@example.org"), seal.keyId(), "anna@example.org");
        assertThat(opened.subject()).isEqualTo(LETTER.subject());
        assertThat(opened.text()).isEqualTo(LETTER.text());
        assertThat(opened.html()).isEqualTo(LETTER.html());
    }

    @Test
    void I9_a_sealed_letter_shows_nothing_and_never_looks_the_same_twice() {
        byte[] sealed = seal.close(LETTER, "anna@example.org");
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("123456", "code");
        assertThat(Arrays.equals(sealed, seal.close(LETTER, "anna@example.org"))).isFalse();
        assertThat(seal).hasToString("****");
    }

    @Test
    void another_recipient_another_key_or_a_changed_byte_opens_nothing() {
        byte[] sealed = seal.close(LETTER, "anna@example.org");
        assertThatThrownBy(() -> seal.open(sealed, seal.keyId(), "eve@example.org")).isInstanceOf(Undeliverable.class);
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        Seal other = new Seal(new SecretKey(otherKey));
        assertThatThrownBy(() -> other.open(sealed, seal.keyId(), "anna@example.org")).isInstanceOf(Undeliverable.class).hasMessageContaining("another secret key");
        assertThatThrownBy(() -> other.open(sealed, other.keyId(), "anna@example.org")).isInstanceOf(Undeliverable.class).hasMessageContaining("broken");
        sealed[sealed.length - 1] ^= 1;
        assertThatThrownBy(() -> seal.open(sealed, seal.keyId(), "anna@example.org")).isInstanceOf(Undeliverable.class);
        assertThatThrownBy(() -> seal.open(new byte[3], seal.keyId(), "anna@example.org")).isInstanceOf(Undeliverable.class);
    }
}
