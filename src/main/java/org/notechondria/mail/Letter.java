package org.notechondria.mail;

import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** A mail as it is written out: the subject and the same words as text and as HTML. May hold a code, so it prints as {@code ****}. Immutable. */
final class Letter {
    private static final JsonProvider JSON = JsonProvider.provider();
    private final String subject;
    private final String text;
    private final String html;

    Letter(String subject, String text, String html) {
        this.subject = subject;
        this.text = text;
        this.html = html;
    }

    String subject() {
        return subject;
    }

    String text() {
        return text;
    }

    String html() {
        return html;
    }

    /** What is sealed. */
    byte[] bytes() {
        return JSON.createObjectBuilder().add("subject", subject).add("text", text).add("html", html).build()
                .toString().getBytes(StandardCharsets.UTF_8);
    }

    static Letter of(byte[] bytes) {
        JsonObject json = JSON.createReader(new ByteArrayInputStream(bytes)).readObject();
        return new Letter(json.getString("subject"), json.getString("text"), json.getString("html"));
    }

    @Override
    public String toString() {
        return "****";
    }
}
