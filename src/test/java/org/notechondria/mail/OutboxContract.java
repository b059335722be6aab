package org.notechondria.mail;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.notechondria.configuration.SecretKey;
import org.notechondria.run.DatabaseAddress;
import org.notechondria.support.TestDatabase;
import org.postgresql.ds.PGSimpleDataSource;

/** What tests of waiting mail stand on: an outbox in a database of its own, whose clock stands still until a test moves it. */
abstract class OutboxContract {
    static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    static final PGSimpleDataSource DATABASE = new PGSimpleDataSource();
    final Seal seal = new Seal(new SecretKey(Base64.getDecoder().decode(TestDatabase.SECRET_KEY)));
    final DueMails due = new DueMails(DATABASE);

    @BeforeAll
    static void a_database_of_its_own() throws SQLException {
        DatabaseAddress server = TestDatabase.address();
        DATABASE.setUrl(server.jdbcUrl());
        DATABASE.setUser(server.user());
        DATABASE.setPassword(server.password());
        sql("CREATE DATABASE postman");
        DATABASE.setUrl(server.jdbcUrl().replaceAll("/[^/]*$", "/postman"));
        Flyway.configure().dataSource(DATABASE).locations("classpath:db/migration").load().migrate();
    }

    @BeforeEach
    void an_empty_outbox_at_noon() throws SQLException {
        sql("DELETE FROM outbox");
        clock(NOON);
    }

    static void sql(String statement) throws SQLException {
        try (Connection connection = DATABASE.getConnection(); Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    static void clock(Instant time) throws SQLException {
        sql("CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT timestamptz ''" + time + "'''");
    }

    static long waiting() throws SQLException {
        try (Connection connection = DATABASE.getConnection(); Statement count = connection.createStatement();
                ResultSet row = count.executeQuery("SELECT count(*) FROM outbox")) {
            row.next();
            return row.getLong(1);
        }
    }

    void put(Seal sealedWith) throws SQLException {
        Mail mail = Mail.passwordReset("anna@example.org", "anna", "734912", TEN_MINUTES);
        try (Connection connection = DATABASE.getConnection(); PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO outbox (recipient, template, sealed, key_id, not_after) VALUES (?, ?, ?, ?, app_now() + make_interval(secs => ?))")) {
            insert.setString(1, mail.recipient());
            insert.setString(2, mail.template());
            insert.setBytes(3, sealedWith.close(mail.written(), mail.recipient()));
            insert.setInt(4, sealedWith.keyId());
            insert.setDouble(5, TEN_MINUTES.toSeconds());
            insert.executeUpdate();
        }
    }
}
