package org.notechondria.settings;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.notechondria.body.Fields;

/**
 * What one PATCH of the settings asks for, checked as far as that goes without the database. Null: not sent, or rejected. Immutable.
 *
 * @param appSettings    without the three settings that are fields of their own: those are kept once
 * @param removesAvatar  the picture is to go
 */
record SettingsChange(String username, String email, String firstName, String lastName, String motto, String socialLink, String editorMode,
        String themePreset, String themeMode, String apiBaseUrl, JsonObject appSettings, Instant appSettingsUpdatedAt, boolean removesAvatar) {
    private static final JsonProvider JSON = JsonProvider.provider();
    private static final String APP_SETTINGS = "app_settings";
    private static final String UPDATED_AT = "app_settings_updated_at";
    private static final String NO_NULL = "This field may not be null.";
    private static final Set<String> FIELDS_TOO = Set.of("theme_preset", "theme_mode", "api_base_url");
    /** Written out, as PostgreSQL does: a text of more can't be read back (1,100 characters are the parser's end). */
    private static final int MOST_DIGITS = 1000;

    static SettingsChange read(Fields fields) {
        JsonObject app = object(fields);
        return new SettingsChange(text(fields, "username", SettingRule.ANY), text(fields, "email", SettingRule.ANY),
                text(fields, "first_name", SettingRule.atMost(150)), text(fields, "last_name", SettingRule.atMost(150)),
                text(fields, "motto", SettingRule.atMost(100)), text(fields, "social_link", SettingRule.LINK_OR_NONE),
                text(fields, "editor_mode", SettingRule.oneOf("G", "B", "P")),
                either(fields, app, "theme_preset", SettingRule.NOT_BLANK.and(SettingRule.atMost(32))),
                either(fields, app, "theme_mode", SettingRule.oneOf("S", "L", "D")),
                either(fields, app, "api_base_url", SettingRule.NOT_BLANK.and(SettingRule.LINK_OR_NONE)),
                app == null ? null : without(app), instant(fields), removesAvatar(fields));
    }

    private static String text(Fields fields, String name, SettingRule rule) {
        if (fields.raw(name) == JsonValue.NULL) {
            fields.reject(name, NO_NULL);
        }
        Optional<String> sent = fields.optionalText(name);
        sent.flatMap(rule::objection).ifPresent(objection -> fields.reject(name, objection));
        return fields.accepts(name) ? sent.orElse(null) : null;
    }

    /** The field, or the setting of the same name in app_settings: the field wins when a client sends both. */
    private static String either(Fields fields, JsonObject app, String name, SettingRule rule) {
        if (fields.has(name) || app == null || !app.containsKey(name)) {
            return text(fields, name, rule);
        }
        if (!(app.get(name) instanceof JsonString string)) {
            fields.reject(APP_SETTINGS, name + ": Not a valid string.");
            return null;
        }
        String value = Fields.trim(string.getString());
        Optional<String> objection = rule.objection(value);
        objection.ifPresent(message -> fields.reject(APP_SETTINGS, name + ": " + message));
        return objection.isPresent() ? null : value;
    }

    private static JsonObject object(Fields fields) {
        if (fields.raw(APP_SETTINGS) == JsonValue.NULL) {
            fields.reject(APP_SETTINGS, NO_NULL);
        }
        JsonObject app = fields.optionalObject(APP_SETTINGS).orElse(null);
        if (app != null && !holdsOnlyKeepableNumbers(app)) {
            fields.reject(APP_SETTINGS, "This object holds numbers that can't be kept.");
            return null;
        }
        return app;
    }

    private static boolean holdsOnlyKeepableNumbers(JsonValue value) {
        return switch (value.getValueType()) {
            case OBJECT -> value.asJsonObject().values().stream().allMatch(SettingsChange::holdsOnlyKeepableNumbers);
            case ARRAY -> value.asJsonArray().stream().allMatch(SettingsChange::holdsOnlyKeepableNumbers);
            case NUMBER -> {
                BigDecimal number = ((JsonNumber) value).bigDecimalValue();
                yield Math.abs((long) number.scale()) <= MOST_DIGITS && number.toPlainString().length() <= MOST_DIGITS;
            }
            default -> true;
        };
    }

    private static JsonObject without(JsonObject app) {
        JsonObjectBuilder rest = JSON.createObjectBuilder(app);
        FIELDS_TOO.forEach(rest::remove);
        return rest.build();
    }

    private static Instant instant(Fields fields) {
        try {
            return fields.optionalText(UPDATED_AT).filter(text -> !text.isEmpty()).map(OffsetDateTime::parse)
                    .filter(time -> isStorable(time, fields)).map(time -> time.toInstant().truncatedTo(ChronoUnit.MICROS)).orElse(null);
        } catch (DateTimeException noTime) {
            fields.reject(UPDATED_AT, "Enter a time such as 2025-01-31T12:00:00Z.");
            return null;
        }
    }

    private static boolean isStorable(OffsetDateTime time, Fields fields) {
        int year = time.withOffsetSameInstant(ZoneOffset.UTC).getYear();
        boolean storable = year >= 1 && year <= 9998;
        if (!storable) {
            fields.reject(UPDATED_AT, "Enter a time of the years 1 to 9998.");
        }
        return storable;
    }

    /** JSON can only say that the picture is to go; a new one comes in a form. */
    private static boolean removesAvatar(Fields fields) {
        if (fields.has("avatar") && fields.raw("avatar") != JsonValue.NULL) {
            fields.reject("avatar", "Send the picture as a part of a multipart form.");
        }
        return fields.has("avatar");
    }
}
