package org.notechondria.run;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a PostgreSQL is and who we are there.
 *
 * @param jdbcUrl   without credentials
 * @param user      the role
 * @param password  may be empty
 */
public record DatabaseAddress(String jdbcUrl, String user, String password) {
    /** A name, an address, or one of IPv6 in brackets; and a port, or none. */
    private static final String SERVER = "([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+])(:[0-9]{1,5})?";

    /**
     * Reads {@code postgresql://user:password@host:port/name?...} or {@code jdbc:postgresql://host:port/name?user=..&password=..}.
     *
     * @throws CannotStart when it is neither
     */
    public static DatabaseAddress parse(String given) {
        String url = given.startsWith("jdbc:") ? given.substring("jdbc:".length()) : given;
        try {
            URI uri = URI.create(url.replaceFirst("^postgres://", "postgresql://"));
            if (!"postgresql".equals(uri.getScheme()) || uri.getRawAuthority() == null || uri.getPath().length() < 2) {
                throw new IllegalArgumentException();
            }
            int at = uri.getRawAuthority().lastIndexOf('@'); // by hand: a host with an underscore, usual between containers, is none to java.net.URI
            String server = uri.getRawAuthority().substring(at + 1);
            if (!server.matches(SERVER)) {
                throw new IllegalArgumentException();
            }
            String[] login = at < 0 ? new String[0] : uri.getRawAuthority().substring(0, at).split(":", 2);
            String user = login.length > 0 ? decode(login[0]) : "postgres";
            String password = login.length > 1 ? decode(login[1]) : "";
            List<String> rest = new ArrayList<>();
            for (String option : uri.getRawQuery() == null ? new String[0] : uri.getRawQuery().split("&")) {
                if (option.startsWith("user=")) {
                    user = decode(option.substring("user=".length()));
                } else if (option.startsWith("password=")) {
                    password = decode(option.substring("password=".length()));
                } else {
                    rest.add(option);
                }
            }
            String query = rest.isEmpty() ? "" : "?" + String.join("&", rest);
            return new DatabaseAddress("jdbc:postgresql://" + server + uri.getRawPath() + query, user, password);
        } catch (IllegalArgumentException unreadable) {
            throw new CannotStart("DATABASE_URL must look like postgresql://user:password@host:5432/name or jdbc:postgresql://host:5432/name?user=..&password=..");
        }
    }

    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return jdbcUrl + " as " + user;
    }
}
