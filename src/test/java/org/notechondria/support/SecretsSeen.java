package org.notechondria.support;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every key, API key, invitation and accepted password that the tests' clients ({@link Http#send}) sent or were answered in this run, for whoever searches for them where they must not be. Thread-safe. */
public final class SecretsSeen {
    private static final Pattern IN_ANSWERS = Pattern.compile("\"(?:token|api_key|code)\":\"([^\"]{16,200})\"");
    private static final Pattern IN_REQUESTS = Pattern.compile("\"(?:password|new_password|current_password)\":\"([^\"\\\\]{12,128})\"");
    private static final Pattern IN_HEADERS = Pattern.compile("[0-9a-f]{40}|ntc_[0-9a-f]{32}");
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    private SecretsSeen() {
    }

    /** @param body of the request; null: none */
    static void note(String body, String[] headers, Http.Answer answer) {
        if (answer.status() >= 300) {
            return; // what was refused is no secret
        }
        find(IN_ANSWERS, answer.body());
        find(IN_REQUESTS, body == null ? "" : body);
        Stream.of(headers).forEach(header -> find(IN_HEADERS, header));
    }

    private static void find(Pattern secret, String text) {
        Matcher found = secret.matcher(text);
        while (found.find()) {
            SEEN.add(found.group(found.groupCount()));
        }
    }

    public static Set<String> all() {
        return Set.copyOf(SEEN);
    }
}
