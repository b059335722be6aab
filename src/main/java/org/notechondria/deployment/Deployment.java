package org.notechondria.deployment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.notechondria.configuration.DatabaseSettings;

/** What a deployment does to the database, on a connection of its own and behind one lock, so that nodes that boot together take turns. */
@ApplicationScoped
public class Deployment {
    /** Any number that nothing else in this database locks. */
    private static final long LOCK = 0x6e6f7465_63686f6eL;

    @Inject
    private DatabaseSettings database;

    void run() throws SQLException {
        Properties options = new Properties();
        options.setProperty("ApplicationName", "notechondria deployment");
        options.setProperty("connectTimeout", "10");
        options.setProperty("tcpKeepAlive", "true");
        try (Connection connection = database.connect(options)) {
            lock(connection);
            migrate();
        } // closing the connection gives the lock back
    }

    private static void lock(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_lock(?)")) {
            lock.setLong(1, LOCK);
            lock.execute();
        }
    }

    private void migrate() {
        Flyway.configure(Deployment.class.getClassLoader())
                .dataSource(database.url(), database.user(), database.password())
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                .load()
                .migrate();
    }
}
