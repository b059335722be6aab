package org.notechondria.configuration;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/**
 * Where the database is, for the few connections that do not come from the pool: the migration, the wipe and LISTEN, which outlive
 * the short timeouts of requests.
 *
 * @param url       {@code notechondria.database.url}, the JDBC form, without credentials; required
 * @param user      {@code notechondria.database.user}; required
 * @param password  {@code notechondria.database.password}; empty when not set
 * @param poolSize  {@code notechondria.database.pool-size}, connections of one node; default 16. The data source reads it itself
 */
@Dependent
public record DatabaseSettings(String url, String user, String password, int poolSize) implements FeatureSettings {

    @Inject
    DatabaseSettings(Settings settings) {
        this(settings.required("notechondria.database.url"), settings.required("notechondria.database.user"),
                settings.text("notechondria.database.password", ""), settings.number("notechondria.database.pool-size", 16, 1, 1000));
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new BadSetting("notechondria.database.url", "must start with jdbc:postgresql:");
        }
    }

    /** As {@link #connect}, and impatient, for a request may wait: a second to be made, two for an answer. */
    public Connection connectImpatiently(String applicationName, Map<String, String> more) throws SQLException {
        Properties options = new Properties();
        options.putAll(more);
        options.setProperty("ApplicationName", applicationName);
        options.setProperty("connectTimeout", "1");
        options.setProperty("socketTimeout", "2");
        options.setProperty("tcpKeepAlive", "true");
        return connect(options);
    }

    /** A connection outside the pool, for the caller to close. {@code options} are pgjdbc's connection properties. */
    public Connection connect(Properties options) throws SQLException {
        Properties all = new Properties();
        all.putAll(options);
        all.setProperty("user", user);
        all.setProperty("password", password);
        all.setProperty("logServerErrorDetail", "false"); // it quotes the values of a row: addresses, which no log may hold
        return DriverManager.getConnection(url, all);
    }

    @Override
    public String toString() {
        return "DatabaseSettings[" + user + ", ****]";
    }
}
