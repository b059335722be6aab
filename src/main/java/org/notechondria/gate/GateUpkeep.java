package org.notechondria.gate;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import org.notechondria.web.Repeating;

/** What the gate does in the background: reads rows, listens, and writes the touches. Never by a request. */
@ApplicationScoped
public class GateUpkeep {
    private static final System.Logger LOG = System.getLogger(GateUpkeep.class.getName());
    /** A crash may lose a second of touches (I2): the rest of it is for the writing, on a node that has much to do. */
    private static final Duration PAUSE = Duration.ofMillis(800);

    @Resource
    private ManagedThreadFactory threads;
    @Inject
    private RevocationBus bus;
    @Inject
    private SharedReads reads;
    @Inject
    private Touches touches;
    private Repeating flushing;

    /** Called once, when the deployment is done. */
    public void start() {
        reads.start();
        bus.start();
        flushing = Repeating.start(threads, "touches", PAUSE, PAUSE, this::flush);
    }

    /** Called once, when no request is under way any more: writes the last touches. */
    public void stop() {
        try {
            if (flushing != null) {
                flushing.stop();
                flush();
            }
        } finally {
            bus.stop();
            reads.stop();
        }
    }

    private void flush() {
        try {
            touches.flush();
        } catch (SQLException away) {
            LOG.log(WARNING, "the latest touches wait: {0}", away.getSQLState()); // they are kept, and tried again
        }
    }
}
