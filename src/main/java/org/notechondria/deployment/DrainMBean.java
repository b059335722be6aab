package org.notechondria.deployment;

/** What the process that runs the server may ask of the application before it closes the port. By JMX: nothing of it is on the wire. */
public interface DrainMBean {

    /** Returns when the requests under way have been answered, or after ten seconds; others are refused from now on. */
    void drain();
}
