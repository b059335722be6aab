package org.notechondria.session;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.notechondria.web.DatabaseAway;

/** What happens to sessions in the background: touches are written each second, long-ended rows are swept in small batches. Never by a request. */
@ApplicationScoped
public class SessionUpkeep {
    private static final System.Logger LOG = System.getLogger(SessionUpkeep.class.getName());
    private static final int MOST_BATCHES_IN_A_ROW = 100;

    @Resource
    private ManagedScheduledExecutorService scheduler;
    @Inject
    private Touches touches;
    @Inject
    private Sessions sessions;
    private List<Future<?>> work = List.of();

    /** Called once, when the deployment is done. */
    public void start() {
        work = List.of(
                scheduler.scheduleWithFixedDelay(this::flush, 1, 1, TimeUnit.SECONDS),
                scheduler.scheduleWithFixedDelay(this::sweep, 60, 600, TimeUnit.SECONDS));
    }

    /** Called once, when no request is under way any more: writes the last touches. */
    public void stop() {
        work.forEach(task -> task.cancel(false));
        flush();
    }

    private void flush() {
        try {
            touches.flush();
        } catch (SQLException away) {
            LOG.log(WARNING, "touches were not written: {0}", away.getSQLState()); // they are kept, and tried again
        } catch (RuntimeException broken) {
            report(broken);
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
