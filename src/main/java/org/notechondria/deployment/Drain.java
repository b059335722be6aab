package org.notechondria.deployment;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.notechondria.web.InFlight;

/** Lets the requests under way finish before the application goes, once: when the server's process asks for it, else when the application is taken down. */
@ApplicationScoped
class Drain implements DrainMBean {
    private static final System.Logger LOG = System.getLogger(Drain.class.getName());
    /** The launcher calls it by this name. */
    private static final String NAME = "org.notechondria:type=Drain";
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    @Inject
    private InFlight inFlight;
    private boolean done;

    /** Called once, when the deployment is done. */
    void offer() {
        try {
            ManagementFactory.getPlatformMBeanServer().registerMBean(new StandardMBean(this, DrainMBean.class), new ObjectName(NAME));
        } catch (JMException taken) {
            throw new IllegalStateException("this application is deployed already", taken);
        }
    }

    /** Called once, when the application goes. */
    void withdraw() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(new ObjectName(NAME));
        } catch (JMException neverOffered) {
            throw new IllegalStateException(neverOffered);
        }
    }

    @Override
    public synchronized void drain() {
        if (done) {
            return; // a request that outlived the first wait is not waited for again
        }
        done = true;
        Thread caller = Thread.currentThread();
        ClassLoader callers = caller.getContextClassLoader();
        caller.setContextClassLoader(Drain.class.getClassLoader()); // a thread that handles a signal has none, and the container asks it whose the bean is
        try {
            if (!inFlight.drain(AT_MOST)) {
                LOG.log(WARNING, "requests were still under way after {0}", AT_MOST);
            }
        } catch (InterruptedException hurried) {
            caller.interrupt();
        } finally {
            caller.setContextClassLoader(callers);
        }
    }
}
