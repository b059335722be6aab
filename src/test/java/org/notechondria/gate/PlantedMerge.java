package org.notechondria.gate;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * A planted bug, in no deployment but the one that asks for it: a touch writes a whole row back, as a merge of what was read while the
 * session lived does. A session that ended in between comes back.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class PlantedMerge extends SessionRows {
    private static final String MERGE = "UPDATE session SET last_seen_at = ?, revoked_at = NULL, ended_reason = NULL, ended_by = NULL WHERE id = ?";

    @Resource(lookup = "jdbc/notechondria")
    private DataSource database;

    @Override
    Map<Long, Instant> touch(Map<Long, Instant> seen) throws SQLException {
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
