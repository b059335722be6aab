package org.notechondria.gate;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.notechondria.session.KeyDigest;
import org.notechondria.session.Session;
import org.notechondria.session.SessionTimeouts;

/**
 * Two planted bugs, in no deployment but the one that asks for them. Whether a session has ended is read through JPA, from a persistence unit
 * whose shared cache is on: what another node ended lives on in this one's cache. Or a touch writes a whole row back, as a merge of what was
 * read while the session lived does: a session that ended in between comes back.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class PlantedRows extends SessionRows {
    private static final String MERGE = "UPDATE session SET last_seen_at = ?, revoked_at = NULL, ended_reason = NULL, ended_by = NULL WHERE id = ?";

    @PersistenceContext
    private EntityManager em;
    @Inject
    private SessionTimeouts timeouts;
    @Resource(lookup = "jdbc/notechondria")
    private DataSource database;

    @Override
    Optional<SessionRow> find(KeyDigest digest) throws SQLException {
        Optional<SessionRow> found = super.find(digest);
        return Planted.SHARED_CACHE.isAwake() ? found.map(this::asItIsCached) : found;
    }

    private SessionRow asItIsCached(SessionRow row) {
        boolean ended = !em.find(Session.class, row.id()).isActiveAt(row.now(), timeouts);
        return new SessionRow(row.id(), row.userId(), row.username(), row.userIsActive(), row.createdAt(), row.lastSeenAt(), ended, row.now(), row.deviceLabel());
    }

    @Override
    Map<Long, Instant> touch(Map<Long, Instant> seen) throws SQLException {
        if (!Planted.MERGE.isAwake()) {
            return super.touch(seen);
        }
        try (Connection connection = database.getConnection(); PreparedStatement merge = connection.prepareStatement(MERGE)) {
            for (Map.Entry<Long, Instant> touch : new TreeMap<>(seen).entrySet()) {
                merge.setTimestamp(1, Timestamp.from(touch.getValue()));
                merge.setLong(2, touch.getKey());
                merge.executeUpdate();
            }
        }
        return new TreeMap<>();
    }
}
