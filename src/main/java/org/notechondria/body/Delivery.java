package org.notechondria.body;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * An answer whose client may have hung up by now: what can't be delivered is dropped. It is no failure of ours, and the server would write a page
 * of stack traces for each client that loses its network. Used by one thread.
 */
public final class Delivery extends HttpServletResponseWrapper {
    private static final System.Logger LOG = System.getLogger(Delivery.class.getName());
    private ServletOutputStream out;
    private boolean hungUp;

    public Delivery(HttpServletResponse response) {
        super(response);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (out == null) {
            out = new Dropping(super.getOutputStream());
        }
        return out;
    }

    @Override
    public void flushBuffer() {
        orDrop(super::flushBuffer);
    }

    private interface Sending {
        void send() throws IOException;
    }

    private void orDrop(Sending sending) {
        if (hungUp) {
            return;
        }
        try {
            sending.send();
        } catch (IOException failed) {
            hungUp = true;
            LOG.log(DEBUG, "the client has hung up", failed);
        }
    }

    private final class Dropping extends ServletOutputStream {
        private final ServletOutputStream sent;

        private Dropping(ServletOutputStream sent) {
            this.sent = sent;
        }

        @Override
        public void write(int single) {
            orDrop(() -> sent.write(single));
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            orDrop(() -> sent.write(bytes, from, length));
        }

        @Override
        public void flush() {
            orDrop(sent::flush);
        }

        @Override
        public void close() {
            orDrop(sent::close);
        }

        @Override
        public boolean isReady() {
            return sent.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            sent.setWriteListener(listener);
        }
    }
}
