package org.notechondria.session;

import jakarta.json.JsonString;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.notechondria.body.Fields;
import org.notechondria.web.PlainText;

/**
 * Where a sign-in comes from, as a session remembers it.
 *
 * @param label          what the list calls it
 * @param userAgent      the first 512 characters of the header, without control characters; may be empty
 * @param clientAddress  the client's address; only its keyed hash is stored
 */
public record Device(DeviceLabel label, String userAgent, String clientAddress) {
    private static final int LONGEST_USER_AGENT = 512;

    /**
     * The device that a sign-in comes from. A {@code device_label} of another type counts as not sent: a sign-in never fails over a label.
     *
     * @param clientAddress  as {@code web.ClientAddress} tells it
     */
    public static Device of(Fields sent, HttpServletRequest request, String clientAddress) {
        String label = sent.raw("device_label") instanceof JsonString text ? text.getString() : null;
        return of(label, request.getHeader("User-Agent"), clientAddress);
    }

    /** @param sentLabel  what the client calls itself; null or without anything to show: guessed from the User-Agent, which may be null too */
    public static Device of(String sentLabel, String userAgent, String clientAddress) {
        String clean = PlainText.of(userAgent == null ? "" : userAgent);
        String kept = clean.length() > LONGEST_USER_AGENT ? clean.substring(0, LONGEST_USER_AGENT) : clean;
        DeviceLabel label = Optional.ofNullable(sentLabel).flatMap(DeviceLabel::named).orElseGet(() -> DeviceLabel.guess(userAgent));
        return new Device(label, kept, clientAddress);
    }
}
