package org.notechondria.web;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.notechondria.configuration.BadSetting;
import org.notechondria.configuration.FeatureSettings;
import org.notechondria.configuration.Settings;

/**
 * Whose {@code X-Forwarded-For} is believed.
 *
 * @param networks  {@code notechondria.trusted-proxies}: addresses or CIDR networks, comma-separated; default none
 */
@Dependent
public record TrustedProxies(List<Network> networks) implements FeatureSettings {
    private static final String NAME = "notechondria.trusted-proxies";
    /** Anything else would be looked up in DNS. */
    private static final Pattern LITERAL = Pattern.compile("(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    @Inject
    TrustedProxies(Settings settings) {
        this(settings.list(NAME).stream().map(Network::parse).toList());
    }

    /** True for an address literal within one of the networks. */
    boolean trust(String address) {
        return parse(address).map(known -> networks.stream().anyMatch(network -> network.holds(known))).orElse(false);
    }

    /** The address that {@code literal} writes; empty for anything that is no literal. */
    static Optional<InetAddress> parse(String literal) {
        try {
            return LITERAL.matcher(literal).matches() ? Optional.of(InetAddress.getByName(literal)) : Optional.empty();
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }

    /** The addresses that share their first {@code bits} bits with {@code address}. */
    public record Network(InetAddress address, int bits) {

        static Network parse(String entry) {
            String[] parts = entry.split("/", 2);
            InetAddress address = TrustedProxies.parse(parts[0]).orElseThrow(Network::bad);
            int all = address.getAddress().length * 8;
            try {
                int bits = parts.length == 1 ? all : Integer.parseInt(parts[1]);
                if (bits < 0 || bits > all) {
                    throw bad();
                }
                return new Network(address, bits);
            } catch (NumberFormatException notANumber) {
                throw bad();
            }
        }

        boolean holds(InetAddress other) {
            int all = address.getAddress().length * 8;
            return other.getAddress().length * 8 == all && number(address).xor(number(other)).shiftRight(all - bits).signum() == 0;
        }

        private static BigInteger number(InetAddress address) {
            return new BigInteger(1, address.getAddress());
        }

        private static BadSetting bad() {
            return new BadSetting(NAME, "must hold addresses or networks such as 10.0.0.0/8 or ::1, comma-separated");
        }
    }
}
