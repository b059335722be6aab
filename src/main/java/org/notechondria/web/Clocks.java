package org.notechondria.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** The one clock for what is only shown. What expires asks the database instead: its {@code app_now()} is the same for every node. */
@ApplicationScoped
public class Clocks {

    @Produces
    @Dependent
    static Clock shown() {
        return Clock.tick(Clock.systemUTC(), ChronoUnit.MICROS.getDuration()); // as every time on the wire
    }
}
