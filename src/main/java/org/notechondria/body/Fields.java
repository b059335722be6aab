package org.notechondria.body;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.notechondria.problem.Problem;

/**
 * The members of one body as values; what is wrong is collected, so that every rejected field is named and not only the first.
 * A getter answers a harmless value for a field that it rejects; {@link #done()} then ends the request. Not thread-safe.
 */
public final class Fields {
    private final JsonObject body;
    private final Map<String, List<String>> rejected = new LinkedHashMap<>();

    Fields(JsonObject body) {
        this.body = body;
    }

    /** A required string, trimmed; rejected when missing, null, blank or of another type. */
    public String text(String name) {
        if (!body.containsKey(name)) {
            reject(name, "This field is required.");
            return "";
        }
        if (body.isNull(name)) {
            reject(name, "This field may not be null.");
            return "";
        }
        String value = optionalText(name).orElse("");
        if (value.isEmpty() && !rejected.containsKey(name)) {
            reject(name, "This field may not be blank.");
        }
        return value;
    }

    /** A string, trimmed; empty when missing or null; rejected when of another type. May be blank. */
    public Optional<String> optionalText(String name) {
        JsonValue value = body.get(name);
        if (value == null || value == JsonValue.NULL) {
            return Optional.empty();
        }
        if (!(value instanceof JsonString string)) {
            reject(name, "Not a valid string.");
            return Optional.empty();
        }
        if (!isStorable(string.getString())) {
            reject(name, "This text holds characters that can't be kept.");
            return Optional.empty();
        }
        return Optional.of(trim(string.getString()));
    }

    /** A whole number; empty when missing or null; rejected when of another type, not whole or beyond 63 bits. */
    public Optional<Long> optionalNumber(String name) {
        JsonValue value = body.get(name);
        if (value == null || value == JsonValue.NULL) {
            return Optional.empty();
        }
        try {
            if (value instanceof JsonNumber number && number.bigDecimalValue().scale() <= 0) {
                return Optional.of(number.longValueExact());
            }
        } catch (ArithmeticException tooLarge) {
            reject(name, "Not a valid integer.");
            return Optional.empty();
        }
        reject(name, "Not a valid integer.");
        return Optional.empty();
    }

    /** An object, whose strings PostgreSQL can hold; empty when missing or null; rejected when of another type. */
    public Optional<JsonObject> optionalObject(String name) {
        JsonValue value = body.get(name);
        if (value == null || value == JsonValue.NULL) {
            return Optional.empty();
        }
        if (!(value instanceof JsonObject object)) {
            reject(name, "Not a valid object.");
            return Optional.empty();
        }
        if (!holdsOnlyStorable(object)) {
            reject(name, "This object holds characters that can't be kept.");
            return Optional.empty();
        }
        return Optional.of(object);
    }

    /** The member as it was sent; null when there is none. For the few fields that take any type. */
    public JsonValue raw(String name) {
        return body.get(name);
    }

    public boolean has(String name) {
        return body.containsKey(name);
    }

    public void reject(String name, String message) {
        rejected.computeIfAbsent(name, first -> new ArrayList<>()).add(message);
    }

    /** True when nothing has been said against {@code name} so far. */
    public boolean accepts(String name) {
        return !rejected.containsKey(name);
    }

    /** @throws Problem 400 that names every rejected field, in the order of the body, missing ones after them */
    public void done() {
        if (rejected.isEmpty()) {
            return;
        }
        Map<String, List<String>> ordered = new LinkedHashMap<>();
        body.keySet().stream().filter(rejected::containsKey).forEach(name -> ordered.put(name, rejected.get(name)));
        rejected.forEach(ordered::putIfAbsent);
        throw Problem.rejected(ordered);
    }

    /** Without the white space around it, Unicode's included: clients send what was typed. */
    public static String trim(String typed) {
        int from = 0;
        int to = typed.length();
        while (from < to && isSpace(typed.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(typed.charAt(to - 1))) {
            to--;
        }
        return typed.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    /** PostgreSQL holds neither U+0000 nor half a surrogate pair. */
    private static boolean isStorable(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    private static boolean holdsOnlyStorable(JsonValue value) {
        if (value instanceof JsonString string) {
            return isStorable(string.getString());
        }
        if (value instanceof JsonObject object) {
            return object.entrySet().stream().allMatch(member -> isStorable(member.getKey()) && holdsOnlyStorable(member.getValue()));
        }
        return value.getValueType() != JsonValue.ValueType.ARRAY || value.asJsonArray().stream().allMatch(Fields::holdsOnlyStorable);
    }
}
