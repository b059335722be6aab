package org.notechondria.limit;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import javax.sql.DataSource;
import org.notechondria.configuration.SecretKey;

/** The limits, switched on, for tests inside the container; outside a transaction, as the bean itself says. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class LimitsOnInContainer {
    @Inject
    private SecretKey secretKey;
    @Resource(lookup = "jdbc/notechondria")
    private DataSource database;
    private Limits limits;

    @PostConstruct
    void switchOn() {
        if (Limits.class.getAnnotation(Transactional.class).value() != Transactional.TxType.NOT_SUPPORTED) {
            throw new IllegalStateException("the bean would join the caller's transaction");
        }
        limits = new Limits(new LimitSettings(true), secretKey, database);
    }

    public void take(Limit limit, String key) {
        limits.take(limit, key);
    }

    public void giveBack(Limit limit, String key) {
        limits.giveBack(limit, key);
    }

    public int sweep() {
        return limits.sweep();
    }
}
