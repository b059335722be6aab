package org.notechondria.gate;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What the gate does in the background: reads rows, listens, and writes the touches each second. Never by a request. */
@ApplicationScoped
public class GateUpkeep {
    private static final System.Logger LOG = System.getLogger(GateUpkeep.class.getName());

    @Resource
    private ManagedScheduledExecutorService scheduler;
    @Inject
    private RevocationBus bus;
    @Inject
    private SharedReads reads;
    @Inject
    private Touches touches;
    private Future<?> flushing;

    /** Called once, when the deployment is done. */
    public void start() {
        reads.start();
        bus.start();
        flushing = scheduler.scheduleWithFixedDelay(this::flush, 1, 1, TimeUnit.SECONDS);
    }

    /** Called once, when no request is under way any more: writes the last touches. */
    public void stop() {
        if (flushing != null) {
            flushing.cancel(false);
            flush();
        }
        bus.stop();
        reads.stop();
    }

    private void flush() {
        try {
            touches.flush();
        } catch (SQLException away) {
            LOG.log(WARNING, "the touches of the last second wait: {0}", away.getSQLState()); // they are kept, and tried again
        } catch (RuntimeException broken) {
            LOG.log(WARNING, "touches were not written", broken); // an exception that left a scheduled task would end it for good
        }
    }
}
