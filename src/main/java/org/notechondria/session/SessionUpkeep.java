package org.notechondria.session;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.notechondria.web.DatabaseAway;

/** Sweeps long-ended sessions in the background, in small batches. Never by a request. */
@ApplicationScoped
public class SessionUpkeep {
    private static final System.Logger LOG = System.getLogger(SessionUpkeep.class.getName());
    private static final int MOST_BATCHES_IN_A_ROW = 100;

    @Resource
    private ManagedScheduledExecutorService scheduler;
    @Inject
    private Sessions sessions;
    private Future<?> sweeping;

    /** Called once, when the deployment is done. */
    public void start() {
        sweeping = scheduler.scheduleWithFixedDelay(this::sweep, 60, 600, TimeUnit.SECONDS);
    }

    public void stop() {
        if (sweeping != null) {
            sweeping.cancel(false);
        }
    }

    private void sweep() {
        try {
            int batches = 0;
            while (sessions.sweep() > 0 && ++batches < MOST_BATCHES_IN_A_ROW) {
                continue;
            }
        } catch (RuntimeException failed) {
            report(failed);
        }
    }

    /** An exception that left a scheduled task would end the task for good. */
    private static void report(RuntimeException failure) {
        LOG.log(WARNING, DatabaseAway.explains(failure) ? "the database does not answer; trying again" : "upkeep failed", failure);
    }
}
