package org.notechondria.web;

import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonStructure;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A request's JSON object, read strictly: bounded, valid UTF-8, no duplicate key, nothing after it (wire contract, section 2).
 * Immutable; {@link #fields()} turns its members into values and collects what is wrong with them.
 */
public final class Body {
    /** Bytes; a larger body is 413. */
    public static final int LIMIT = 64 * 1024;
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

    private final JsonObject object;

    private Body(JsonObject object) {
        this.object = object;
    }

    /** @throws Problem 413 for more than {@code limit} bytes, 400 for what is no JSON object */
    public static Body read(InputStream sent, int limit) throws IOException {
        byte[] bytes = sent.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw tooLarge();
        }
        return parse(bytes);
    }

    /** @throws Problem 400 for what is no JSON object */
    public static Body parse(byte[] bytes) {
        String text = decode(bytes);
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            JsonStructure structure = reader.read(); // with one reader a second value behind the first is an error too
            if (structure instanceof JsonObject object) {
                return new Body(object);
            }
            throw malformed("The body must be a JSON object.");
        } catch (JsonException | IllegalStateException | ArithmeticException notJson) {
            throw malformed("The body is not valid JSON.");
        }
    }

    /** The members as values, with one collector for everything that is wrong with them. */
    public Fields fields() {
        return new Fields(object);
    }

    static Problem tooLarge() {
        return Problem.of(413, "body-too-large", "The body is too large.").header("Connection", "close");
    }

    private static Problem malformed(String detail) {
        return Problem.of(400, "malformed-body", detail);
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw malformed("The body is not valid UTF-8.");
        }
    }
}
