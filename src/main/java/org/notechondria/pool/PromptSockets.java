package org.notechondria.pool;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Makes the sockets of the pool's connections: none waits longer than {@value PoolDataSource#ANSWER_MILLIS} ms until the database's machine takes it, where the driver's own
 * {@code connectTimeout} knows whole seconds only. Named to the driver, which makes its own. Thread-safe.
 */
public final class PromptSockets extends SocketFactory {

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress database, int timeoutMillis) throws IOException {
                super.connect(database, timeoutMillis == 0 ? PoolDataSource.ANSWER_MILLIS : Math.min(timeoutMillis, PoolDataSource.ANSWER_MILLIS));
            }
        };
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connectedUnbounded();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int localPort) {
        throw connectedUnbounded();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connectedUnbounded();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int localPort) {
        throw connectedUnbounded();
    }

    /** The driver asks for none of these. */
    private static UnsupportedOperationException connectedUnbounded() {
        return new UnsupportedOperationException("connects without a bound");
    }
}
