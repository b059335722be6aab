package org.notechondria.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** A mail server that misbehaves in one chosen way, until it is told to behave. */
final class ScriptedSmtp implements AutoCloseable {

    enum Way { WELL, SILENT, RECIPIENT_451, RECIPIENT_550, DATA_451, CUT_WITHIN_DATA, SENDER_550 }

    private final ServerSocket server;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Way way;

    ScriptedSmtp(Way way) {
        this.way = way;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        Thread acceptor = new Thread(this::accept, "scripted SMTP");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    int port() {
        return server.getLocalPort();
    }

    void behave(Way better) {
        way = better;
    }

    /** Mails acknowledged. */
    int taken() {
        return taken.get();
    }

    /** Connections accepted. */
    int calls() {
        return calls.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                calls.incrementAndGet();
                serve(socket);
            } catch (IOException theClientLeftOrWeDo) {
                // the next call
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        Writer out = new java.io.OutputStreamWriter(socket.getOutputStream(), StandardCharsets.US_ASCII);
        if (way == Way.SILENT) {
            in.readLine(); // returns when the client has lost patience
            return;
        }
        say(out, "220 here");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String verb = line.toUpperCase(Locale.ROOT).split("[ :]")[0];
            switch (verb) {
                case "MAIL" -> say(out, way == Way.SENDER_550 ? "550 not from here" : "250 ok");
                case "RCPT" -> say(out, way == Way.RECIPIENT_451 ? "451 later" : way == Way.RECIPIENT_550 ? "550 <anna@example.org> nobody" : "250 ok");
                case "DATA" -> {
                    say(out, "354 go on");
                    if (way == Way.CUT_WITHIN_DATA) {
                        in.readLine();
                        return;
                    }
                    readData(in);
                    say(out, way == Way.DATA_451 ? "451 disk full" : "250 taken");
                    taken.addAndGet(way == Way.DATA_451 ? 0 : 1);
                }
                case "QUIT" -> {
                    return;
                }
                default -> say(out, "250 ok");
            }
        }
    }

    private static void readData(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            // only its end matters
        }
    }

    private static void say(Writer out, String line) throws IOException {
        out.write(line + "\r\n");
        out.flush();
    }
}
