package org.notechondria.session;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.concurrent.TimeUnit;
import org.notechondria.gate.Planted;

/**
 * A planted bug, in no deployment but the one that asks for it: a revoke is acknowledged before it is written, half a second later.
 * The resource is given this in place of {@link Sessions}.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class PlantedLateRevoke extends Sessions {
    private static final int LATE_MILLIS = 500;

    @EJB
    private Sessions sessions;
    @Resource
    private ManagedScheduledExecutorService scheduler;

    @Override
    public void revoke(long id, long userId, EndedReason reason, long by) {
        if (!Planted.LATE_REVOKE.isAwake()) {
            sessions.revoke(id, userId, reason, by);
            return;
        }
        scheduler.schedule(() -> sessions.revoke(id, userId, reason, by), LATE_MILLIS, TimeUnit.MILLISECONDS);
    }
}
