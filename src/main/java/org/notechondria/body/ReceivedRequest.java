package org.notechondria.body;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** A request whose body has been received, so that whoever reads it waits for no client. Used by one thread. */
public final class ReceivedRequest extends HttpServletRequestWrapper {
    private final Received body;

    private ReceivedRequest(HttpServletRequest request, byte[] body) {
        super(request);
        this.body = new Received(body);
    }

    /**
     * Waits for it.
     *
     * @throws org.notechondria.problem.Problem 413 beyond {@link Body#LIMIT}, 408 when it does not come
     */
    public static HttpServletRequest of(HttpServletRequest request) throws IOException {
        return new ReceivedRequest(request, new BodyLimit.Bounded(request.getInputStream(), Body.LIMIT).readAllBytes());
    }

    /** True when nothing is left to wait for. What comes in chunks, without a length, may yet go on. */
    public static boolean isReceived(HttpServletRequest request) throws IOException {
        long length = request.getContentLengthLong();
        if (length < 0) {
            return request.getHeader("Transfer-Encoding") == null; // which HTTP/2 has not, and the listener does not speak it
        }
        return length == 0 || request.getInputStream().available() >= length;
    }

    @Override
    public ServletInputStream getInputStream() {
        return body;
    }

    private static final class Received extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        private Received(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int from, int length) {
            return bytes.read(into, from, length);
        }

        @Override
        public int available() {
            return bytes.available();
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("read as it is received");
        }
    }
}
