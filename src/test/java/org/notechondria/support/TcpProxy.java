package org.notechondria.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A wire between a node and its database that a test can cut, or let nothing through while it stays connected. On loopback. */
public final class TcpProxy implements AutoCloseable {
    private static final int BEGINNING = 4096;
    private final ServerSocket door;
    private final InetSocketAddress target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean stalled;
    private String stalledWord;
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

    /** The ports from which the database is spoken to now: what it calls {@code client_port}. */
    public List<Integer> portsAtTheDatabase() {
        return open.stream().filter(socket -> socket.getPort() == target.getPort()).map(Socket::getLocalPort).toList();
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

    /** As {@link #stall}, but only for connections whose client says this word at their beginning, such as its application's name. Null: for none. */
    public void stallThose(String word) {
        lock.lock();
        try {
            stalledWord = word;
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
        StringBuffer beginning = new StringBuffer();
        thread(() -> pump(client, server, beginning, true));
        thread(() -> pump(server, client, beginning, false));
    }

    /** @param beginning what the client said first, in single bytes */
    private void pump(Socket from, Socket to, StringBuffer beginning, boolean client) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (client && beginning.length() < BEGINNING) {
                    beginning.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                }
                awaitFlow(beginning);
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

    private void awaitFlow(StringBuffer beginning) throws InterruptedException {
        lock.lock();
        try {
            while (stalled || stalledWord != null && beginning.indexOf(stalledWord) >= 0) {
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
