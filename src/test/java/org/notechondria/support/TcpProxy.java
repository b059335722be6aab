package org.notechondria.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A wire between a node and its database that a test can cut, or let nothing through while it stays connected. On loopback. */
public final class TcpProxy implements AutoCloseable {
    private final ServerSocket door;
    private final InetSocketAddress target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean stalled;
    private volatile boolean refusing;

    public TcpProxy(int targetPort) {
        try {
            target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
            door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        thread(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** Connections stay open and nothing moves: a black hole. */
    public void stall(boolean on) {
        lock.lock();
        try {
            stalled = on;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends every connection, and takes none until it is switched off. */
    public void refuse(boolean on) {
        refusing = on;
        if (on) {
            cut();
        }
    }

    /** Ends every connection; new ones are taken. */
    public void cut() {
        open.forEach(TcpProxy::end);
    }

    @Override
    public void close() {
        refuse(true);
        try {
            door.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (refusing) {
                    end(client);
                    continue;
                }
                connect(client);
            } catch (IOException closed) {
                return; // the door: close() was called
            }
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        try {
            server.connect(target, 2000);
        } catch (IOException away) {
            end(client); // the client meets what it would meet without us
            return;
        }
        open.add(client);
        open.add(server);
        thread(() -> pump(client, server));
        thread(() -> pump(server, client));
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitFlow();
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException | InterruptedException ended) {
            Thread.currentThread().setName("ended"); // either side is gone: so is the other, below
        } finally {
            end(from);
            end(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private void awaitFlow() throws InterruptedException {
        lock.lock();
        try {
            while (stalled) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
