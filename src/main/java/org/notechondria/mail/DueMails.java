package org.notechondria.mail;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import javax.sql.DataSource;

/** The waiting mails, as delivery sees them. Each step is one statement that commits by itself: nothing is held open while a mail is on its way. */
final class DueMails {
    /** Longer than a slow mail server can take within the timeouts of its steps. A node that dies leaves its mail to the others after this time. */
    static final Duration LEASE = Duration.ofMinutes(3);
    private static final Duration PATIENCE = Duration.ofDays(3);
    private static final String CLAIM = """
            UPDATE outbox SET tries = tries + 1, next_try_at = app_now() + make_interval(secs => ?)
             WHERE id = (SELECT id FROM outbox WHERE next_try_at <= app_now()
                          ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED)   -- two nodes at once: each another one
            RETURNING id, recipient, template, sealed, key_id, tries, created_at,
                      coalesce(not_after <= app_now(), false) OR created_at <= app_now() - make_interval(secs => ?) AS too_late""";
    private static final String REMOVE = "DELETE FROM outbox WHERE id = ?";
    private static final String RETRY = """
            UPDATE outbox SET next_try_at = app_now() + make_interval(secs => ?)
             WHERE id = ? AND tries = ?   -- 0 rows: the lease ran out, and another node has it""";

    private final DataSource database;

    /** One mail that this node alone may send, for as long as its lease lasts. */
    record Claimed(long id, String recipient, String template, byte[] sealed, int keyId, int tries, Instant posted, boolean tooLate) {
    }

    DueMails(DataSource database) {
        this.database = database;
    }

    /** Takes the one that has been due for longest; empty when none is. */
    Optional<Claimed> claim() throws SQLException {
        try (Connection connection = database.getConnection(); PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            claim.setDouble(1, LEASE.toSeconds());
            claim.setDouble(2, PATIENCE.toSeconds());
            try (ResultSet row = claim.executeQuery()) {
                return row.next() ? Optional.of(claimed(row)) : Optional.empty();
            }
        }
    }

    /** It was handed over, or given up. */
    void remove(Claimed mail) throws SQLException {
        try (Connection connection = database.getConnection(); PreparedStatement remove = connection.prepareStatement(REMOVE)) {
            remove.setLong(1, mail.id());
            remove.executeUpdate();
        }
    }

    void retryIn(Duration pause, Claimed mail) throws SQLException {
        try (Connection connection = database.getConnection(); PreparedStatement retry = connection.prepareStatement(RETRY)) {
            retry.setDouble(1, pause.toSeconds());
            retry.setLong(2, mail.id());
            retry.setInt(3, mail.tries());
            retry.executeUpdate();
        }
    }

    private static Claimed claimed(ResultSet row) throws SQLException {
        return new Claimed(row.getLong("id"), row.getString("recipient"), row.getString("template"), row.getBytes("sealed"), row.getInt("key_id"),
                row.getInt("tries"), row.getObject("created_at", OffsetDateTime.class).toInstant(), row.getBoolean("too_late"));
    }
}
