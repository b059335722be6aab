package org.notechondria.body;

import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.core.EntityPart;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.notechondria.problem.Problem;

/**
 * A multipart form: its text parts as a {@link Body}, so that the same rules read a form and JSON, and the one file that it may hold.
 * The types that the parts declare are not looked at: clients send files as {@code application/octet-stream} and text as anything. Immutable.
 */
public final class Form {
    private static final JsonProvider JSON = JsonProvider.provider();
    private final Body text;
    private final byte[] file;

    private Form(Body text, byte[] file) {
        this.text = text;
        this.file = file;
    }

    /**
     * What a form may hold.
     *
     * @param file           the name of the part that is a file
     * @param mostFileBytes  of this file; a larger one is 413
     * @param mostTextBytes  of all other parts together; more is 413
     * @param json           names of the text parts that hold a JSON object; what is none stays text, for the field's own rule to reject
     */
    public record Shape(String file, int mostFileBytes, int mostTextBytes, Set<String> json) {
    }

    /** @throws Problem 413 for what is too large, 400 for text that is not UTF-8 and for a part that has no name or comes twice */
    public static Form read(List<EntityPart> parts, Shape shape) throws IOException {
        JsonObjectBuilder text = JSON.createObjectBuilder();
        byte[] file = null;
        Set<String> seen = new HashSet<>();
        int textLeft = shape.mostTextBytes();
        for (EntityPart part : parts) {
            if (part.getName() == null || !seen.add(part.getName())) {
                throw Problem.of(400, "malformed-body", "A part of the form has no name, or comes twice.");
            }
            if (part.getName().equals(shape.file())) {
                file = content(part, shape.mostFileBytes());
            } else {
                byte[] bytes = content(part, textLeft);
                textLeft -= bytes.length;
                add(text, part.getName(), bytes, shape);
            }
        }
        return new Form(Body.of(text.build()), file);
    }

    public Body text() {
        return text;
    }

    public Optional<byte[]> file() {
        return Optional.ofNullable(file);
    }

    private static void add(JsonObjectBuilder text, String name, byte[] bytes, Shape shape) {
        Optional<Body> object = shape.json().contains(name) ? Body.ifObject(bytes) : Optional.empty();
        if (object.isPresent()) {
            text.add(name, object.get().object());
        } else {
            text.add(name, Body.decode(bytes));
        }
    }

    private static byte[] content(EntityPart part, int most) throws IOException {
        try (InputStream content = part.getContent()) {
            byte[] bytes = content.readNBytes(most + 1);
            if (bytes.length > most) {
                throw Body.tooLarge();
            }
            return bytes;
        }
    }
}
