package org.notechondria.account;

import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.notechondria.configuration.PublicUrl;

/** What a person chose: how the product looks to that person, and how the person looks to others. Read as a whole, with the picture's name. */
@Entity
@Table(name = "profile")
@NamedNativeQuery(name = "Profile.of", resultClass = Profile.class, query = """
        SELECT p.user_id, p.motto, p.social_link, p.editor_mode, p.theme_preset, p.theme_mode, p.api_base_url, p.app_settings, p.app_settings_updated_at,
               CAST(a.name AS text) AS avatar_name
          FROM profile p LEFT JOIN avatar a ON a.user_id = p.user_id
         WHERE p.user_id = ?1""")
@NamedNativeQuery(name = "Profile.change", query = """
        UPDATE profile SET motto = coalesce(?2, motto), social_link = coalesce(?3, social_link), editor_mode = coalesce(?4, editor_mode),
               theme_preset = coalesce(?5, theme_preset), theme_mode = coalesce(?6, theme_mode), api_base_url = coalesce(?7, api_base_url),
               app_settings = app_settings || coalesce(CAST(?8 AS jsonb), '{}'),    -- merged here: of two changes at once both stay
               app_settings_updated_at = coalesce(CAST(?9 AS timestamptz), CASE WHEN CAST(?8 AS text) IS NULL THEN app_settings_updated_at ELSE app_now() END)
         WHERE user_id = ?1
        RETURNING octet_length(CAST(app_settings AS text))""")
public class Profile {
    private static final JsonProvider JSON = JsonProvider.provider();
    @Id
    @Column(name = "user_id")
    private long userId;
    private String motto;
    @Column(name = "social_link")
    private String socialLink;
    @Column(name = "editor_mode")
    private String editorMode;
    @Column(name = "theme_preset")
    private String themePreset;
    @Column(name = "theme_mode")
    private String themeMode;
    @Column(name = "api_base_url")
    private String apiBaseUrl;
    @Column(name = "app_settings")
    @Convert(converter = JsonColumn.class)
    private JsonObject appSettings;
    @Column(name = "app_settings_updated_at")
    private Instant appSettingsUpdatedAt;
    @Column(name = "avatar_name", insertable = false, updatable = false)
    private String avatarName;

    /** For JPA. */
    protected Profile() {
    }

    String motto() {
        return motto;
    }

    String socialLink() {
        return socialLink;
    }

    String editorMode() {
        return editorMode;
    }

    String themePreset() {
        return themePreset;
    }

    String themeMode() {
        return themeMode;
    }

    /** Until the person chooses another: this server. */
    String apiBaseUrl(PublicUrl here) {
        return apiBaseUrl == null ? here.api("") : apiBaseUrl;
    }

    /** With the three settings that are fields of their own too, equal to those: clients read either. */
    JsonObject appSettings(PublicUrl here) {
        return JSON.createObjectBuilder(appSettings)
                .add("theme_preset", themePreset).add("theme_mode", themeMode).add("api_base_url", apiBaseUrl(here)).build();
    }

    Instant appSettingsUpdatedAt() {
        return appSettingsUpdatedAt;
    }

    /** Absolute; empty without a picture. */
    String imageUrl(PublicUrl here) {
        return avatarName == null ? "" : here.api("/avatars/" + avatarName);
    }
}
