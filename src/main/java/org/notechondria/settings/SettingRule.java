package org.notechondria.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;

/** What one setting's text must be like. */
@FunctionalInterface
interface SettingRule {
    SettingRule ANY = text -> Optional.empty();
    SettingRule NOT_BLANK = text -> text.isEmpty() ? Optional.of("This field may not be blank.") : Optional.empty();
    /** A link that somebody may follow: no {@code javascript:} and the like. */
    SettingRule LINK_OR_NONE = atMost(2000).and(text -> text.isEmpty() || isLink(text) ? Optional.empty() : Optional.of("Enter a valid URL (http or https)."));

    /** Empty when {@code text} is as it must be, else what to tell the client. */
    Optional<String> objection(String text);

    /** This rule first; the other is asked where this one has no objection. */
    default SettingRule and(SettingRule other) {
        return text -> objection(text).or(() -> other.objection(text));
    }

    /** Counted in code points: an emoji is one. */
    static SettingRule atMost(int characters) {
        return text -> text.codePointCount(0, text.length()) <= characters ? Optional.empty()
                : Optional.of("Ensure this field has no more than " + characters + " characters.");
    }

    static SettingRule oneOf(String... choices) {
        return text -> Arrays.asList(choices).contains(text) ? Optional.empty() : Optional.of("Choose one of " + String.join(", ", choices) + ".");
    }

    private static boolean isLink(String text) {
        try {
            URI link = new URI(text);
            boolean web = "http".equalsIgnoreCase(link.getScheme()) || "https".equalsIgnoreCase(link.getScheme());
            String host = link.getRawAuthority();
            return web && host != null && !host.startsWith(":") && !host.endsWith("@");
        } catch (URISyntaxException noUrl) {
            return false;
        }
    }
}
