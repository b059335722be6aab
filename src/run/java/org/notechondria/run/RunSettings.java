package org.notechondria.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code mvn -Prun} reads from the environment, beside every property of the application under its environment name.
 *
 * @param port      {@code HTTP_PORT}; default 8080
 * @param address   {@code HTTP_ADDRESS}; default 127.0.0.1
 * @param data      {@code DATA_DIR}; default {@code .data}
 * @param database  {@code DATABASE_URL}, or the application's own {@code NOTECHONDRIA_DATABASE_URL}, {@code _USER} and {@code _PASSWORD}; empty: the embedded PostgreSQL
 */
record RunSettings(int port, String address, Path data, Optional<DatabaseAddress> database) {

    static RunSettings from(Map<String, String> environment, Path home) {
        return new RunSettings(port(environment.getOrDefault("HTTP_PORT", "8080")),
                environment.getOrDefault("HTTP_ADDRESS", "127.0.0.1"),
                home.resolve(environment.getOrDefault("DATA_DIR", ".data")).toAbsolutePath().normalize(),
                given(environment, "DATABASE_URL").map(DatabaseAddress::parse).or(() -> asTheApplicationReadsIt(environment)));
    }

    private static Optional<DatabaseAddress> asTheApplicationReadsIt(Map<String, String> environment) {
        return given(environment, "NOTECHONDRIA_DATABASE_URL").map(DatabaseAddress::parse).map(read -> new DatabaseAddress(read.jdbcUrl(),
                environment.getOrDefault("NOTECHONDRIA_DATABASE_USER", read.user()), environment.getOrDefault("NOTECHONDRIA_DATABASE_PASSWORD", read.password())));
    }

    /** Where a browser on this machine finds it. */
    String url() {
        String host = address.contains(":") ? "[" + address + "]" : address; // IPv6
        boolean everywhere = List.of("127.0.0.1", "0.0.0.0", "::", "localhost").contains(address);
        return "http://" + (everywhere ? "localhost" : host) + ":" + port;
    }

    private static Optional<String> given(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static int port(String given) {
        try {
            int port = Integer.parseInt(given.strip());
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            throw new CannotStart("HTTP_PORT must be a number from 1 to 65535");
        }
        throw new CannotStart("HTTP_PORT must be a number from 1 to 65535");
    }
}
