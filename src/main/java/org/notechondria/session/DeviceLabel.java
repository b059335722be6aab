package org.notechondria.session;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.notechondria.web.PlainText;

/** What a device is called in the list: 1 to 120 code points, named by the client or guessed from its User-Agent. Immutable. */
public record DeviceLabel(String text) {
    static final int LONGEST = 120;
    private static final List<Map.Entry<String, String>> FIRST_MATCH_WINS = List.of(
            Map.entry("iphone", "iPhone"), Map.entry("ipad", "iPad"), Map.entry("android", "Android device"),
            Map.entry("macintosh", "Mac"), Map.entry("mac os x", "Mac"), Map.entry("windows", "Windows PC"), Map.entry("linux", "Linux"));

    /** As wire contract, section 3, has it. {@code userAgent} is the whole header; null or blank is no header. */
    static DeviceLabel guess(String userAgent) {
        if (userAgent == null || userAgent.isBlank()) {
            return new DeviceLabel("Unknown device");
        }
        String agent = userAgent.toLowerCase(Locale.ROOT);
        return new DeviceLabel(FIRST_MATCH_WINS.stream().filter(known -> agent.contains(known.getKey()))
                .map(Map.Entry::getValue).findFirst().orElse("Web browser"));
    }

    /** What a client sent, without control characters and cut to 120 code points; empty when nothing is left to show. */
    public static Optional<DeviceLabel> named(String sent) {
        String clean = PlainText.of(sent).strip();
        if (clean.codePointCount(0, clean.length()) > LONGEST) {
            clean = clean.substring(0, clean.offsetByCodePoints(0, LONGEST));
        }
        return clean.isEmpty() ? Optional.empty() : Optional.of(new DeviceLabel(clean));
    }
}
