package org.notechondria.run;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code mvn -Prun} reads from the environment, beside every property of the application under its environment name.
 *
 * @param port      {@code HTTP_PORT}; default 8080
 * @param address   {@code HTTP_ADDRESS}; default 127.0.0.1
 * @param data      {@code DATA_DIR}; default {@code .data}
 * @param database  {@code DATABASE_URL}; empty: the embedded PostgreSQL
 */
record RunSettings(int port, String address, Path data, Optional<DatabaseAddress> database) {

    static RunSettings from(Map<String, String> environment, Path home) {
        return new RunSettings(port(environment.getOrDefault("HTTP_PORT", "8080")),
                environment.getOrDefault("HTTP_ADDRESS", "127.0.0.1"),
                home.resolve(environment.getOrDefault("DATA_DIR", ".data")).toAbsolutePath().normalize(),
                Optional.ofNullable(environment.get("DATABASE_URL")).filter(url -> !url.isBlank()).map(DatabaseAddress::parse));
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
