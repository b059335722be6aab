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

    private static final class Silent extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("nothing came in time");
        }
    }
}
