package org.notechondria.deployment;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.notechondria.account.Administrator;
import org.notechondria.configuration.BadSetting;
import org.notechondria.configuration.DatabaseSettings;
import org.notechondria.configuration.SecretKey;
import org.notechondria.session.SessionWipe;

/** What a deployment does to the database, on a connection of its own and behind one lock, so that nodes that boot together take turns. */
@ApplicationScoped
public class Deployment {
    /** Any number that nothing else in this database locks. */
    private static final long LOCK = 0x6e6f7465_63686f6eL;
    private static final String CLAIM_KEY = """
            INSERT INTO server_key (id, fingerprint) SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM server_key) ON CONFLICT DO NOTHING""";
    private static final String KNOWS_KEY = "SELECT count(*) FROM server_key WHERE fingerprint = ?";

    @Inject
    private DatabaseSettings database;
    @Inject
    private DeploymentSettings settings;
    @Inject
    private SecretKey secretKey;
    @EJB
    private Administrator administrator;
    @Inject
    private SessionWipe wipe;

    void run() throws SQLException {
        Properties options = new Properties();
        options.setProperty("ApplicationName", "notechondria deployment");
        options.setProperty("connectTimeout", "10");
        options.setProperty("tcpKeepAlive", "true");
        try (Connection connection = database.connect(options)) {
            lock(connection);
            migrate();
            compareKey(connection);
            administrator.ensure();
            wipe.run(connection, settings.id());
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

    /** A node with another key would call every code wrong and know no address: better it does not start. */
    private void compareKey(Connection connection) throws SQLException {
        try (PreparedStatement claim = connection.prepareStatement(CLAIM_KEY)) {
            claim.setInt(1, secretKey.id());
            claim.setBytes(2, secretKey.fingerprint());
            claim.executeUpdate();
        }
        try (PreparedStatement knows = connection.prepareStatement(KNOWS_KEY)) {
            knows.setBytes(1, secretKey.fingerprint());
            try (ResultSet known = knows.executeQuery()) {
                known.next();
                if (known.getLong(1) == 0) {
                    throw new BadSetting("notechondria.secret-key", "must be the key that this database was made with");
                }
            }
        }
    }
}
