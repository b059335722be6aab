package org.notechondria.registration;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import org.notechondria.registration.Registrations.FreshCodesWished;
import org.notechondria.web.Repeating;

/** Fulfils the wishes for fresh codes, in the background, on every node: soon after this node has taken one, and now and then for those that another left. */
@ApplicationScoped
public class Resends {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    @Resource
    private ManagedThreadFactory threads;
    @EJB
    private Registrations registrations;
    private volatile Repeating work;

    /** Called once, when the deployment is done. */
    public void start() {
        work = Repeating.start(threads, "resends", PAUSE, PAUSE, this::fulfilAll);
    }

    /** Called once: wishes that are left are another node's, or the next start's. */
    public void stop() {
        if (work != null) {
            work.stop();
        }
    }

    void hasten(@Observes(during = TransactionPhase.AFTER_SUCCESS) FreshCodesWished committed) {
        if (work != null) {
            work.soon();
        }
    }

    private void fulfilAll() {
        while (registrations.fulfilOldestWish()) {
            continue;
        }
    }
}
