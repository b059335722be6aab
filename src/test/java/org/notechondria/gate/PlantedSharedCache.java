package org.notechondria.gate;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.SQLException;
import java.util.Optional;
import org.notechondria.session.KeyDigest;
import org.notechondria.session.Session;
import org.notechondria.session.SessionTimeouts;

/**
 * A planted bug, in no deployment but the one that asks for it: whether a session has ended is read through JPA, from a persistence unit
 * whose shared cache is on. What another node ended lives on in this one's cache.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class PlantedSharedCache extends SessionRows {
    @PersistenceContext
    private EntityManager em;
    @Inject
    private SessionTimeouts timeouts;

    @Override
    Optional<Row> find(KeyDigest digest) throws SQLException {
        return super.find(digest).map(row -> {
            boolean ended = !em.find(Session.class, row.id()).isActiveAt(row.now(), timeouts);
            return new Row(row.id(), row.userId(), row.username(), row.userIsActive(), row.createdAt(), row.lastSeenAt(), ended, row.now(), row.deviceLabel());
        });
    }
}
