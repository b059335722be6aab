package org.notechondria.gate;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Instant;
import java.util.Optional;

/**
 * A planted bug, in no deployment but the one that asks for it: nothing that other nodes tell is heard, and memory is trusted all the
 * same. So looks a connection whose LISTEN is dead, to a heartbeat that proves the connection alone.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class PlantedDeafBus extends RevocationBus {

    @Override
    Optional<Beat> trusted() {
        return Optional.of(new Beat(System.nanoTime(), Instant.now()));
    }

    @Override
    void start() {
        // hears nothing
    }
}
