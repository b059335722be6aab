package org.notechondria.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.notechondria.problem.Problem;

/** What becomes of a body that does not end where it should; over HTTP, the server waits ten seconds before it says so. */
class BodyLimitTest {
    @Test
    void a_body_that_stops_before_its_end_is_408_and_no_failure_of_ours() {
        Problem refused = catchThrowableOfType(Problem.class, () -> read(new SequenceInputStream(new ByteArrayInputStream(new byte[10]), new Silent())));
        assertThat(refused.status()).isEqualTo(408);
        assertThat(refused.headers()).containsEntry("Connection", "close");
    }

    @Test
    void a_body_of_the_limit_is_read_and_one_byte_more_is_413() throws IOException {
        assertThat(read(new ByteArrayInputStream(new byte[Body.LIMIT]))).hasSize(Body.LIMIT);
        Problem refused = catchThrowableOfType(Problem.class, () -> read(new ByteArrayInputStream(new byte[Body.LIMIT + 1])));
        assertThat(refused.status()).isEqualTo(413);
    }

    /** Whoever reads a body chooses how; nothing but the whole of it in one go is asked for above. */
    @ParameterizedTest
    @EnumSource
    void A04_however_it_is_read_the_byte_that_is_one_too_many_is_413(Way way) throws IOException {
        assertThat(way.read(new BodyLimit.Bounded(new ByteArrayInputStream(new byte[10]), 10))).isEqualTo(10);
        BodyLimit.Bounded tooLarge = new BodyLimit.Bounded(new ByteArrayInputStream(new byte[11]), 10);
        assertThat(catchThrowableOfType(Problem.class, () -> way.read(tooLarge)).status()).isEqualTo(413);
    }

    @Test
    void A04_the_end_counts_for_nothing_and_there_is_no_way_back() throws IOException {
        ByteArrayInputStream sent = new ByteArrayInputStream(new byte[11]) {
            private boolean pausing = true;

            @Override
            public int read(byte[] into, int from, int length) {
                pausing = !pausing;
                return pausing ? super.read(into, from, Math.min(length, 6)) : -1; // what says that it has ended, and goes on
            }
        };
        BodyLimit.Bounded body = new BodyLimit.Bounded(sent, 10);
        byte[] some = new byte[6];
        assertThat(body.read(some, 0, 6)).isEqualTo(-1);
        assertThat(body.read(some, 0, 6)).isEqualTo(6);
        assertThat(body.read(some, 0, 6)).isEqualTo(-1);
        assertThat(catchThrowableOfType(Problem.class, () -> body.read(some, 0, 6)).status()).isEqualTo(413);
        assertThat(body.markSupported()).isFalse();
    }

    private static byte[] read(InputStream sent) throws IOException {
        InputStream[] read = {sent};
        ReaderInterceptorContext reading = (ReaderInterceptorContext) Proxy.newProxyInstance(BodyLimitTest.class.getClassLoader(), new Class<?>[] {ReaderInterceptorContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getAnnotations" -> new Annotation[0];
                    case "getInputStream" -> read[0];
                    case "setInputStream" -> read[0] = (InputStream) arguments[0];
                    case "proceed" -> read[0].readAllBytes();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return (byte[]) new BodyLimit().aroundReadFrom(reading);
    }

    private enum Way {
        BYTE_BY_BYTE {
            @Override
            long read(InputStream body) throws IOException {
                long count = 0;
                while (body.read() >= 0) {
                    count++;
                }
                return count;
            }
        },
        IN_PARTS {
            @Override
            long read(InputStream body) throws IOException {
                byte[] part = new byte[4];
                long count = 0;
                for (int some = body.read(part); some >= 0; some = body.read(part)) {
                    count += some;
                }
                return count;
            }
        },
        SKIPPED {
            @Override
            long read(InputStream body) throws IOException {
                return body.skip(20);
            }
        };

        abstract long read(InputStream body) throws IOException;
    }

    private static final class Silent extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("nothing came in time");
        }
    }
}
