package org.notechondria.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server with a certificate, which offers to take passwords before TLS as well, and notes which of the client's lines came within it. */
final class TlsSmtp implements AutoCloseable {
    private final SSLContext certified;
    private final boolean fromTheFirstByte;
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Thread acceptor = new Thread(this::accept, "SMTP with TLS");

    TlsSmtp(SSLContext certified, boolean fromTheFirstByte) throws IOException {
        this.certified = certified;
        this.fromTheFirstByte = fromTheFirstByte;
        acceptor.setDaemon(true);
        acceptor.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** The client's commands; "tls " stands before those that nobody on the way could read. Whole when {@link #close} has returned. */
    List<String> said() {
        return said;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        server.close();
        acceptor.join(); // what the last client said has been read
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept(); Socket talking = fromTheFirstByte ? secured(socket) : socket) {
                say(talking, "220 here");
                serve(talking);
            } catch (IOException theClientLeftOrWeDo) {
                // the next call
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        boolean secret = socket instanceof SSLSocket;
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            said.add(secret ? "tls " + line : line);
            switch (line.toUpperCase(Locale.ROOT).split("[ :]")[0]) {
                case "EHLO" -> say(socket, "250-here", secret ? "250-SIZE 1000000" : "250-STARTTLS", "250 AUTH PLAIN");
                case "STARTTLS" -> {
                    say(socket, "220 go on");
                    serve(secured(socket));
                    return;
                }
                case "AUTH" -> say(socket, "235 welcome");
                case "DATA" -> {
                    say(socket, "354 go on");
                    skipMail(in);
                    say(socket, "250 taken");
                }
                case "QUIT" -> {
                    return;
                }
                default -> say(socket, "250 ok");
            }
        }
    }

    private Socket secured(Socket plain) throws IOException {
        SSLSocket secured = (SSLSocket) certified.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }

    private static void skipMail(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            // only its end matters
        }
    }

    private static void say(Socket socket, String... lines) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
