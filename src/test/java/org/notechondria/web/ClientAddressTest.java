package org.notechondria.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of an address counts where attempts are counted, and what is an address at all. */
class ClientAddressTest {

    @ParameterizedTest
    @CsvSource({"2001:db8:1:2:3:4:5:6, 20010db800010002/64", "2001:db8:1:2::1, 20010db800010002/64", "2001:db8:1:3::1, 20010db800010003/64", "::1, 0000000000000000/64",
            "203.0.113.5, 203.0.113.5", "::ffff:203.0.113.5, ::ffff:203.0.113.5", "unknown, unknown"})
    void of_an_IPv6_address_the_network_counts(String address, String counted) {
        assertThat(ClientAddress.networkOf(address)).isEqualTo(counted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"999.1.1.1", "256.0.0.1", "1.2.3", "1.2.3.4.5", "example.org", "", "1.2.3.4 ", "0x7f.1"})
    void what_would_be_looked_up_as_a_name_is_no_address(String text) {
        assertThat(TrustedProxies.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "9.19.99.100", "199.249.250.255", "::", "2001:db8::1", "::ffff:1.2.3.4"})
    void every_literal_is_one(String text) {
        assertThat(TrustedProxies.parse(text)).isPresent();
    }
}
