package org.notechondria.provider;

import com.nimbusds.jose.proc.SecurityContext;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** When a conversation with a provider ends, whatever has been said by then: one budget for all its steps. */
final class Deadline implements SecurityContext {
    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    static Deadline in(Duration budget) {
        return new Deadline(System.nanoTime() + budget.toNanos());
    }

    /** @throws HttpTimeoutException when nothing is left */
    Duration left() throws HttpTimeoutException {
        long nanos = end - System.nanoTime();
        if (nanos <= 0) {
            throw new HttpTimeoutException("the provider took too long");
        }
        return Duration.ofNanos(nanos);
    }
}
