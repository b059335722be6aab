package org.notechondria.settings;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps the one picture that a person may have, under a name that is fresh for each picture. */
@Stateless
public class Avatars {
    private static final String REPLACE = """
            INSERT INTO avatar (user_id, name, media_type, content) VALUES (?1, gen_random_uuid(), ?2, ?3)
                ON CONFLICT (user_id) DO UPDATE
               SET name = excluded.name, media_type = excluded.media_type, content = excluded.content, changed_at = excluded.changed_at""";
    private static final String REMOVE = "DELETE FROM avatar WHERE user_id = ?1";
    private static final String FIND = "SELECT media_type, content FROM avatar WHERE name = CAST(?1 AS uuid)";

    @PersistenceContext
    private EntityManager em;

    /** Joins the caller's transaction; the picture before it, if any, is gone with its name. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public void replace(long userId, Picture fresh) {
        em.createNativeQuery(REPLACE).setParameter(1, userId).setParameter(2, fresh.mediaType()).setParameter(3, fresh.content()).executeUpdate();
    }

    /** Joins the caller's transaction; no picture is fine. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public void remove(long userId) {
        em.createNativeQuery(REMOVE).setParameter(1, userId).executeUpdate();
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<Picture> named(UUID name) {
        List<?> rows = em.createNativeQuery(FIND).setParameter(1, name.toString()).getResultList();
        return rows.stream().findFirst().map(Object[].class::cast).map(row -> new Picture((String) row[0], (byte[]) row[1]));
    }
}
