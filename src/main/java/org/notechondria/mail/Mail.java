package org.notechondria.mail;

import java.time.Duration;
import java.util.Map;

/** One message to one person, before it is written out: a template and what goes into it. Holds codes, so it prints none of it. Immutable. */
public final class Mail {
    private static final int LONGEST_ADDRESS = 254;
    private final String recipient;
    private final String template;
    private final Map<String, String> values;
    private final Duration notAfter;

    private Mail(String recipient, String template, Map<String, String> values, Duration notAfter) {
        if (recipient.isBlank() || recipient.length() > LONGEST_ADDRESS || recipient.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("no address of one recipient");
        }
        this.recipient = recipient;
        this.template = template;
        this.values = Map.copyOf(values);
        this.notAfter = notAfter;
    }

    /** The code that makes a pending registration an account. @param lifetime what is left of the code's */
    public static Mail verifyRegistration(String recipient, String username, String code, Duration lifetime) {
        return withCode(recipient, "verify-registration", username, code, lifetime);
    }

    /** For the owner of an address with which somebody tried to register. */
    public static Mail addressTakenRegistration(String recipient, String username) {
        return new Mail(recipient, "address-taken-registration", Map.of("username", username), null);
    }

    /** For the owner of an address for which somebody asked for a new code of a registration. */
    public static Mail resendOwned(String recipient, String username) {
        return new Mail(recipient, "resend-owned", Map.of("username", username), null);
    }

    /** For an address for which somebody asked for a new code, and no registration waits. */
    public static Mail resendNothingWaits(String recipient) {
        return new Mail(recipient, "resend-nothing-waits", Map.of("address", recipient), null);
    }

    /** The code that sets a forgotten password anew. @param lifetime what is left of the code's */
    public static Mail passwordReset(String recipient, String username, String code, Duration lifetime) {
        return withCode(recipient, "password-reset", username, code, lifetime);
    }

    /** For an address that nobody signs in with. */
    public static Mail passwordResetWithoutAccount(String recipient) {
        return new Mail(recipient, "password-reset-no-account", Map.of("address", recipient), null);
    }

    /** The code that proves who asks for a change of password or address. @param lifetime what is left of the code's */
    public static Mail identityCode(String recipient, String username, String code, Duration lifetime) {
        return withCode(recipient, "identity-code", username, code, lifetime);
    }

    /** The code that proves a new address, sent to it. @param lifetime what is left of the code's */
    public static Mail emailChangeCode(String recipient, String username, String code, Duration lifetime) {
        return withCode(recipient, "email-change-code", username, code, lifetime);
    }

    /** For the old address of an account. @param maskedNewAddress for example {@code a***@example.org} */
    public static Mail emailChanged(String recipient, String username, String maskedNewAddress) {
        return new Mail(recipient, "email-changed", Map.of("username", username, "new_address", maskedNewAddress), null);
    }

    /** For the owner of an address that somebody tried to make the address of another account. @param username the owner's own */
    public static Mail emailChangeTaken(String recipient, String username) {
        return new Mail(recipient, "email-change-taken", Map.of("username", username), null);
    }

    public static Mail passwordChanged(String recipient, String username) {
        return new Mail(recipient, "password-changed", Map.of("username", username), null);
    }

    /** Another way in was added to an account. @param provider what people call it */
    public static Mail providerLinked(String recipient, String username, String provider) {
        return new Mail(recipient, "provider-linked", Map.of("username", username, "provider", provider), null);
    }

    private static Mail withCode(String recipient, String template, String username, String code, Duration lifetime) {
        String minutes = Long.toString(Math.max(1, lifetime.toMinutes()));
        return new Mail(recipient, template, Map.of("username", username, "code", code, "minutes", minutes), lifetime);
    }

    String recipient() {
        return recipient;
    }

    String template() {
        return template;
    }

    /** Counted from the moment it is put into the outbox; null: it is worth sending however late. */
    Duration notAfter() {
        return notAfter;
    }

    Letter written() {
        return Template.named(template).fill(values);
    }

    @Override
    public String toString() {
        return "Mail[" + template + ", ****]";
    }
}
