package org.notechondria.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/** Whose address a request comes from: the peer's, or what a trusted proxy says of it. */
@ApplicationScoped
public class ClientAddress {
    @Inject
    private TrustedProxies proxies;

    /** For the container. */
    protected ClientAddress() {
    }

    ClientAddress(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    /** The rightmost hop that is no trusted proxy, in the canonical form of its literal; the peer when there is none to believe. */
    public String of(HttpServletRequest request) {
        return of(request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
    }

    String of(String peer, List<String> forwardedFor) {
        String client = canonical(peer);
        List<String> hops = new ArrayList<>();
        forwardedFor.forEach(header -> hops.addAll(List.of(header.split(","))));
        Collections.reverse(hops);
        for (String hop : hops) {
            String literal = hop.strip().replaceAll("^\\[(.*)]$", "$1");
            if (!proxies.trust(client) || TrustedProxies.parse(literal).isEmpty()) {
                break; // whoever wrote this hop is not believed, or wrote no address
            }
            client = canonical(literal);
        }
        return client;
    }

    /** The first 64 bits of an IPv6 address, which is what one customer is given; any other address as it is. */
    public static String networkOf(String address) {
        return TrustedProxies.parse(address).filter(Inet6Address.class::isInstance)
                .map(known -> HexFormat.of().formatHex(known.getAddress(), 0, 8) + "/64").orElse(address);
    }

    private static String canonical(String literal) {
        return TrustedProxies.parse(literal.replaceAll("%.*$", "")).map(InetAddress::getHostAddress).orElse(literal);
    }
}
