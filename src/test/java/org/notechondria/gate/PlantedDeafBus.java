package org.notechondria.gate;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A planted bug, in no deployment but the one that asks for it: memory is trusted, and kept, whether or not anything is heard. So looks a connection
 * whose LISTEN is dead, to a heartbeat that proves another connection alone. The test makes it deaf, by its wire.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class PlantedDeafBus extends RevocationBus {

    @Override
    public Optional<Beat> trusted() {
        return Planted.DEAF_BUS.isAwake() ? Optional.of(new Beat(System.nanoTime(), Instant.now(), Duration.ofDays(1))) : super.trusted();
    }

    @Override
    void forgetEverything() {
        if (!Planted.DEAF_BUS.isAwake()) {
            super.forgetEverything();
        }
    }
}
