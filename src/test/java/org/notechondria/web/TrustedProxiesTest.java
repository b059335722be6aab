package org.notechondria.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.notechondria.configuration.BadSetting;
import org.notechondria.configuration.ConfiguredBy;

/** Whom the setting names, and what is made of the hops that such a proxy, or anybody else, reports (A08, A14). */
class TrustedProxiesTest {
    private static final String NAME = "notechondria.trusted-proxies";

    private static TrustedProxies of(String configured) {
        return new TrustedProxies(ConfiguredBy.settings(Map.of(NAME, configured)));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 10.1.2.3", "10.0.0.0/8, 10.255.255.255", "10.9.8.7/8, 10.1.2.3", "10.0.0.0/8, ::ffff:10.1.2.3", "::ffff:10.0.0.0/8, 10.1.2.3", "192.0.2.1, 192.0.2.1", "192.0.2.0/31, 192.0.2.1",
        "192.0.2.1/32, 192.0.2.1", "172.16.0.0/12, 172.31.255.255", "192.0.2.128/25, 192.0.2.128", "0.0.0.0/0, 203.0.113.5", "128.0.0.0/1, 255.0.0.1", "::1, 0:0:0:0:0:0:0:1", "2001:db8::/32, 2001:DB8:ffff::1",
        "2001:db8::/33, 2001:db8:7fff::1", "2001:db8::8/125, 2001:db8::f", "2001:db8::1/128, 2001:db8::1", "::/0, 2001:db8::1", "fd00::/7, fc00::1"})
    void a_network_holds_the_addresses_that_share_its_first_bits(String configured, String address) {
        assertThat(of(configured).trust(address)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 11.0.0.1", "10.0.0.0/8, 9.255.255.255", "10.0.0.0/8, ::a00:1", "10.0.0.0/8, a00::1", "192.0.2.1, 192.0.2.2", "192.0.2.0/31, 192.0.2.2", "172.16.0.0/12, 172.32.0.0",
        "172.16.0.0/12, 172.15.255.255", "192.0.2.128/25, 192.0.2.127", "0.0.0.0/0, ::1", "128.0.0.0/1, 127.255.255.255", "::1, 0.0.0.1", "::1, ::2", "2001:db8::/32, 2001:db9::1", "2001:db8::/33, 2001:db8:8000::1",
        "2001:db8::8/125, 2001:db8::10", "2001:db8::1/128, 2001:db8::2", "::/0, 10.1.2.3", "::/0, ::ffff:10.1.2.3", "fd00::/7, fe00::1"})
    void it_holds_no_other_and_none_of_the_other_family(String configured, String address) {
        assertThat(of(configured).trust(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "localhost", "10.1.2", "10.1.2.3 ", "10.1.2.3:80", "[::1]", "10.0.0.0/8"})
    void what_is_no_address_is_trusted_by_nobody(String text) {
        assertThat(of("0.0.0.0/0, ::/0").trust(text)).isFalse();
    }

    @Test
    void each_of_several_is_trusted_and_none_is_where_nothing_is_configured() {
        TrustedProxies several = of(" 10.0.0.0/8 ,::1,, 192.0.2.7 ");
        assertThat(List.of("10.1.2.3", "::1", "192.0.2.7")).allMatch(several::trust);
        assertThat(several.trust("192.0.2.8")).isFalse();
        assertThat(List.of("127.0.0.1", "::1", "0.0.0.0", "::")).noneMatch(of("")::trust);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example.org", "localhost", "*", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/x", "10.0.0.0/8/8", "10.0.0.0/255.0.0.0", "10.0.0.0/99999999999", "/8", "10.0.0/8",
        "256.0.0.0/8", "::/129", "[::1]", "fe80::1%eth0", "::1;10.0.0.0/8", "10.0.0.0/8 ::1", "10.0.0.0/8, proxy"})
    void a_value_that_is_no_network_stops_the_start_and_names_the_property(String configured) {
        assertThatThrownBy(() -> of(configured)).isInstanceOf(BadSetting.class)
                .hasMessage(NAME + " must hold addresses or networks such as 10.0.0.0/8 or ::1, comma-separated (environment: NOTECHONDRIA_TRUSTED_PROXIES)");
    }

    private static String client(String peer, String... forwardedFor) {
        return new ClientAddress(of("10.0.0.0/8, 2001:db8::/32")).of(peer, List.of(forwardedFor));
    }

    @Test
    void the_client_is_the_last_hop_that_is_no_trusted_proxy() {
        assertThat(client("10.0.0.1", "203.0.113.5")).isEqualTo("203.0.113.5");
        assertThat(client("10.0.0.1", "198.51.100.9, 203.0.113.5, 10.0.0.2,10.0.0.3")).isEqualTo("203.0.113.5");
        assertThat(client("10.0.0.1", "198.51.100.9", "203.0.113.5, 10.0.0.2", "10.0.0.3")).as("the headers in their order").isEqualTo("203.0.113.5");
        assertThat(client("2001:db8::1", "203.0.113.5, 2001:db8:0:7::1")).isEqualTo("203.0.113.5");
        assertThat(client("10.0.0.1", "10.0.0.3, 10.0.0.2")).as("where all are proxies, the first").isEqualTo("10.0.0.3");
        assertThat(client("10.0.0.1")).as("a proxy that reports nobody").isEqualTo("10.0.0.1");
    }

    @Test
    void A08_whoever_is_no_trusted_proxy_reports_nobody() {
        assertThat(client("203.0.113.5", "198.51.100.9")).isEqualTo("203.0.113.5");
        assertThat(client("203.0.113.5", "198.51.100.9, 10.0.0.2")).isEqualTo("203.0.113.5");
        assertThat(client("11.0.0.1", "10.0.0.2")).isEqualTo("11.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "_hidden", "evil.example.org", "203.0.113.5:4711", "[2001:db9::1]:443", "203.0.113.5 198.51.100.9", "203.0.113.256", "<script>", "203.0.113.5%1"})
    void A14_behind_a_hop_that_is_no_address_nobody_is_believed(String garbage) {
        assertThat(client("10.0.0.1", garbage)).isEqualTo("10.0.0.1");
        assertThat(client("10.0.0.1", "198.51.100.9, " + garbage + ", 10.0.0.2")).isEqualTo("10.0.0.2");
        assertThat(client("10.0.0.1", garbage + ", 203.0.113.5")).isEqualTo("203.0.113.5");
    }

    @ParameterizedTest
    @CsvSource({"2001:DB9::1, 2001:db9:0:0:0:0:0:1", "[2001:db9::1], 2001:db9:0:0:0:0:0:1", "::ffff:203.0.113.5, 203.0.113.5", "'\t203.0.113.5 ', 203.0.113.5"})
    void however_an_address_is_written_it_is_one_client(String written, String counted) {
        assertThat(client("10.0.0.1", written)).isEqualTo(counted);
    }

    @Test
    void a_peer_is_written_like_a_hop_and_without_the_interface_it_came_by() {
        assertThat(client("::ffff:203.0.113.5")).isEqualTo("203.0.113.5");
        assertThat(client("fe80::1%eth0")).isEqualTo("fe80:0:0:0:0:0:0:1");
        assertThat(client("::ffff:10.0.0.1", "203.0.113.5")).as("a trusted one that came by IPv6").isEqualTo("203.0.113.5");
    }
}
