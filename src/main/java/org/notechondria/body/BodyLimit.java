package org.notechondria.body;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;

/** Ends every body at its limit with 413, whatever reads it and whether its length was announced or not, and one that stops before its end with 408. */
@Provider
public class BodyLimit implements ReaderInterceptor {
    private static final System.Logger LOG = System.getLogger(BodyLimit.class.getName());

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext reading) throws IOException {
        int limit = Stream.of(reading.getAnnotations()).filter(AtMost.class::isInstance).map(AtMost.class::cast)
                .map(AtMost::bytes).findFirst().orElse(Body.LIMIT);
        reading.setInputStream(new Bounded(reading.getInputStream(), limit));
        return reading.proceed();
    }

    /** Fails with the byte that is one too many, and where the rest does not come. */
    static final class Bounded extends FilterInputStream {
        private long left;

        Bounded(InputStream sent, int limit) {
            super(sent);
            left = limit;
        }

        @Override
        public int read() {
            int value = arrived(super::read);
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            int count = arrived(() -> super.read(into, from, length));
            count(Math.max(0, count));
            return count;
        }

        @Override
        public long skip(long bytes) {
            long count = arrived(() -> super.skip(bytes));
            count(count);
            return count;
        }

        @Override
        public boolean markSupported() {
            return false; // going back would count twice
        }

        private static <T> T arrived(Reading<T> reading) {
            try {
                return reading.read();
            } catch (IOException ended) {
                LOG.log(DEBUG, "a body has stopped before its end", ended);
                throw Body.incomplete();
            }
        }

        private void count(long bytes) {
            left -= bytes;
            if (left < 0) {
                throw Body.tooLarge();
            }
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }
}
