package org.notechondria.body;

import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonStructure;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.notechondria.problem.Problem;

/**
 * A request's JSON object, read strictly: valid UTF-8, no duplicate key, nothing after it (wire contract, section 2).
 * Immutable; {@link #fields()} turns its members into values and collects what is wrong with them.
 */
public final class Body {
    private static final JsonProvider JSON = JsonProvider.provider();
    /** Bytes; a larger body is 413 ({@link BodyLimit}), unless the call says {@link AtMost}. */
    public static final int LIMIT = 64 * 1024;
    /** What walks through a value calls itself for each level. */
    private static final int DEEPEST = 100;
    /** Far beyond what a client's number type holds. The parser reads no more, and a few digits of exponent would become gigabytes when written out. */
    private static final int LONGEST_NUMBER = 1000;
    private static final Pattern EXPONENT_OF_THREE_DIGITS = Pattern.compile("[^eE]*([eE][+-]?0*[0-9]{1,3})?");
    private static final JsonReaderFactory READERS = JSON.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

    private final JsonObject object;

    private Body(JsonObject object) {
        this.object = object;
    }

    static Body of(JsonObject object) {
        return new Body(object);
    }

    /** Empty for what {@link #parse} refuses. */
    static Optional<Body> ifObject(byte[] bytes) {
        try {
            return Optional.of(parse(bytes));
        } catch (Problem malformed) {
            return Optional.empty();
        }
    }

    /** @throws Problem 400 for what is no JSON object */
    public static Body parse(byte[] bytes) {
        String text = decode(bytes);
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            walk(text);
            JsonStructure structure = reader.read();
            if (structure instanceof JsonObject object) {
                return new Body(object);
            }
            throw malformed("The body must be a JSON object.");
        } catch (JsonException | IllegalStateException | ArithmeticException notJson) {
            throw malformed("The body is not valid JSON.");
        }
    }

    /** What a reader, which alone knows duplicate keys, does not look at: how deep it goes, how large its numbers are, and whether more stands behind the first value. */
    private static void walk(String text) {
        try (JsonParser parser = JSON.createParser(new StringReader(text))) {
            int depth = 0;
            while (parser.hasNext()) {
                JsonParser.Event event = parser.next();
                if (event == JsonParser.Event.START_OBJECT || event == JsonParser.Event.START_ARRAY) {
                    depth++;
                } else if (event == JsonParser.Event.END_OBJECT || event == JsonParser.Event.END_ARRAY) {
                    depth--;
                }
                if (depth > DEEPEST) {
                    throw malformed("The body is nested too deeply.");
                }
                if (event == JsonParser.Event.VALUE_NUMBER && isTooLarge(parser.getString())) {
                    throw malformed("The body holds a number that is too large.");
                }
            }
        }
    }

    private static boolean isTooLarge(String number) {
        return number.length() > LONGEST_NUMBER || !EXPONENT_OF_THREE_DIGITS.matcher(number).matches();
    }

    /** The members as values, with one collector for everything that is wrong with them. */
    public Fields fields() {
        return new Fields(object);
    }

    JsonObject object() {
        return object;
    }

    public static Problem tooLarge() {
        return Problem.of(413, "body-too-large", "The body is too large.").header("Connection", "close");
    }

    /** The client hung up, or sent nothing for as long as the server waits: its affair, and no incident. */
    static Problem incomplete() {
        return Problem.of(408, "body-incomplete", "The body did not arrive.").header("Connection", "close");
    }

    private static Problem malformed(String detail) {
        return Problem.of(400, "malformed-body", detail);
    }

    /** @throws Problem 400 for what is not UTF-8 */
    static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw malformed("The body is not valid UTF-8.");
        }
    }
}
