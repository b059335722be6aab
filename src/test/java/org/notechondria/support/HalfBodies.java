package org.notechondria.support;

import java.util.List;
import java.util.stream.IntStream;

/** Strangers who send half of what they have announced and wait, until this is closed: then they are gone, in the middle of a word. */
public final class HalfBodies implements AutoCloseable {
    private static final String HALF = "{\"identifier\": \"nobody\", \"passw";
    private static final String REQUEST = "POST /api/v1/auth/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " + 2 * HALF.length() + "\r\n";

    private static final int ROUND_TRIPS = 20;
    private final List<RawHttp> senders;

    /** @param headers  beside those that each of them sends: name, value, and so on */
    public HalfBodies(Http http, int count, String... headers) {
        StringBuilder more = new StringBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            more.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        senders = IntStream.range(0, count).mapToObj(i -> RawHttp.to(http.root())).toList();
        senders.forEach(one -> one.write(REQUEST + more + "\r\n" + HALF));
        for (int i = 0; i < ROUND_TRIPS; i++) { // so that the node has read what came before
            http.get("/ping/");
        }
    }

    /** Every other one says farewell to the server; the rest do not. */
    @Override
    public void close() {
        for (int i = 0; i < senders.size(); i++) {
            if (i % 2 == 0) {
                senders.get(i).close();
            } else {
                senders.get(i).reset();
            }
        }
    }
}
