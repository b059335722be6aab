package org.notechondria.deployment;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.IntSupplier;
import org.notechondria.credential.OneTimeCodes;
import org.notechondria.limit.Limits;
import org.notechondria.oauth.Beginnings;
import org.notechondria.problem.DatabaseAway;
import org.notechondria.registration.Registrations;
import org.notechondria.session.Sessions;
import org.notechondria.web.Repeating;

/** Deletes every few minutes, in small batches, what has expired and nobody asks for: sessions, registrations, when addresses were written to, codes, counted tries, full buckets of limits, sign-ins that never came back. Never by a request. */
@ApplicationScoped
class ExpirySweep {
    private static final System.Logger LOG = System.getLogger(ExpirySweep.class.getName());
    private static final int MOST_BATCHES_IN_A_ROW = 100;

    @Resource
    private ManagedThreadFactory threads;
    @EJB
    private Sessions sessions;
    @EJB
    private Registrations registrations;
    @EJB
    private OneTimeCodes codes;
    @Inject
    private Limits limits;
    @Inject
    private SweepSettings settings;
    @EJB
    private Beginnings beginnings;
    private Repeating work;

    /** Called once, when the deployment is done. */
    void start() {
        work = Repeating.start(threads, "sweep", settings.pause(), settings.pause(), this::sweepAll);
    }

    /** Called once, when no request is under way any more. */
    void stop() {
        if (work != null) {
            work.stop();
        }
    }

    private void sweepAll() {
        sweep("sessions", sessions::sweep);
        sweep("registrations", registrations::sweep);
        sweep("codes", codes::sweep);
        sweep("limits", limits::sweep);
        sweep("beginnings", beginnings::sweep);
    }

    /** What can't be swept keeps nothing else from it. */
    private static void sweep(String what, IntSupplier batch) {
        try {
            int batches = 0;
            while (batch.getAsInt() > 0 && ++batches < MOST_BATCHES_IN_A_ROW) {
                continue;
            }
        } catch (RuntimeException failed) {
            LOG.log(WARNING, DatabaseAway.explains(failed) ? "the database does not answer; " + what + " are swept later" : what + " were not swept", failed);
        }
    }
}
