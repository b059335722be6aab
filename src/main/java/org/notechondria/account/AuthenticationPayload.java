package org.notechondria.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.time.Instant;
import org.notechondria.configuration.PublicUrl;
import org.notechondria.session.MintedSession;
import org.notechondria.session.SessionKey;

/** Builds the authentication payload of wire contract, section 3: what every sign-in answers, and the probe; and the one other answer that holds a key. */
@ApplicationScoped
public class AuthenticationPayload {
    @Inject
    private Accounts accounts;
    @Inject
    private PublicUrl here;

    /** A session, as the payload names it. */
    public record Device(long id, String deviceLabel, Instant createdAt, Instant lastSeenAt) {
        public static Device of(MintedSession minted) {
            return new Device(minted.id(), minted.deviceLabel(), minted.createdAt(), minted.createdAt());
        }
    }

    /** A person, as the payload names one: no string is null, "" means none. */
    public record Person(long id, String email, String username, String firstName, String lastName, String displayName, boolean isStaff, boolean isSuperuser,
            String motto, String socialLink, String imageUrl, String editorMode, String themePreset, String themeMode, String apiBaseUrl,
            JsonObject appSettings, Instant appSettingsUpdatedAt) {
    }

    /** What a sign-in answers. {@code token} is the key, which goes out in this class alone. */
    public record SignedIn(String token, Device session, boolean multiDevice, long otherSessionsCount, Person user) {
    }

    /** What the probe answers to a living key. */
    public record Probed(boolean authenticated, String token, Device session, boolean multiDevice, long otherSessionsCount, Person user) {
    }

    /** What a change of password answers: the session that takes the place of all others, and its key. */
    public record Rotated(String message, String token, Device session) {
    }

    public SignedIn of(MintedSession minted, long userId) {
        return new SignedIn(minted.key().onTheWire(), Device.of(minted), minted.otherSessions() > 0, minted.otherSessions(), person(userId));
    }

    /** @param sent the key that the client sent, which it gets back */
    public Probed of(SessionKey sent, Device session, long otherSessions, long userId) {
        return new Probed(true, sent.onTheWire(), session, otherSessions > 0, otherSessions, person(userId));
    }

    public Rotated rotated(MintedSession minted, String message) {
        return new Rotated(message, minted.key().onTheWire(), Device.of(minted));
    }

    /** Also what the settings are made of. */
    public Person person(long userId) {
        User user = accounts.byId(userId).orElseThrow();
        Profile profile = accounts.profileOf(userId);
        return new Person(user.id(), user.email().map(EmailAddress::text).orElse(""), user.username(), user.firstName(), user.lastName(), user.displayName(),
                user.isStaff(), user.isSuperuser(), profile.motto(), profile.socialLink(), profile.imageUrl(here), profile.editorMode(),
                profile.themePreset(), profile.themeMode(), profile.apiBaseUrl(here), profile.appSettings(here), profile.appSettingsUpdatedAt());
    }
}
