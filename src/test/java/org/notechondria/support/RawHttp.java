package org.notechondria.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One connection to a node on which a test writes any bytes it likes: what an HTTP client would refuse to send. */
public final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    private final Socket socket;
    private final InputStream in;

    private RawHttp(Socket socket) throws IOException {
        this.socket = socket;
        in = new BufferedInputStream(socket.getInputStream());
    }

    public static RawHttp to(URI root) {
        try {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(root.getHost(), root.getPort()), PATIENCE_MILLIS);
            return new RawHttp(socket);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** One request on a connection of its own. Empty: the server closed without a word. */
    public static Optional<Http.Answer> once(URI root, String request) {
        try (RawHttp connection = to(root)) {
            connection.write(request);
            return connection.answer();
        }
    }

    /** Each character is one byte. False: the server has closed. */
    public boolean write(String latin1) {
        return write(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    public boolean write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (SocketException closed) {
            return false;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** True when something has come that {@link #answer} will read. */
    public boolean hasAnswer() {
        try {
            return in.available() > 0;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The next answer, read whole, as the client of a GET would. Empty: the server closed without one. */
    public Optional<Http.Answer> answer() {
        try {
            String first = line();
            if (first == null) {
                return Optional.empty();
            }
            Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (String line = line(); line != null && !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>()).add(line.substring(colon + 1).strip());
            }
            int status = Integer.parseInt(first.split(" ")[1]);
            HttpHeaders sent = HttpHeaders.of(headers, (name, value) -> true);
            return Optional.of(new Http.Answer(status, sent, new String(body(status, sent), StandardCharsets.UTF_8)));
        } catch (SocketException closed) {
            return Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private byte[] body(int status, HttpHeaders headers) throws IOException {
        if (status == 204 || status == 304) {
            return new byte[0];
        }
        if (headers.firstValue("Content-Length").isPresent()) {
            return in.readNBytes(Integer.parseInt(headers.firstValue("Content-Length").get()));
        }
        if (headers.firstValue("Transfer-Encoding").isPresent()) {
            return chunks();
        }
        return in.readNBytes(in.available()); // ends with the connection, which the server may keep (after CONNECT): nobody waits for that
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line().strip(), 16); size > 0; size = Integer.parseInt(line().strip(), 16)) {
            whole.write(in.readNBytes(size));
            line();
        }
        line();
        return whole.toByteArray();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Hangs up without a farewell: the other side is told so at once, whatever it has to say. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
