package org.notechondria.account;

import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.io.StringReader;

/** A {@code jsonb} object, for reading: it is written by the statements, which merge in the database. */
@Converter
public class JsonColumn implements AttributeConverter<JsonObject, Object> {
    private static final JsonProvider JSON = JsonProvider.provider();

    @Override
    public Object convertToDatabaseColumn(JsonObject object) {
        return object == null ? null : object.toString();
    }

    @Override
    public JsonObject convertToEntityAttribute(Object stored) {
        try (JsonReader reader = JSON.createReader(new StringReader(stored.toString()))) {
            return reader.readObject();
        }
    }
}
