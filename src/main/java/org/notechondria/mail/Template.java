package org.notechondria.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of one kind of mail: {@code mail/<name>.txt}, whose first line is the subject, and {@code mail/<name>.html}, with
 * {@code {{name}}} where a value goes. There is no more to it on purpose: ten short mails need no template engine to be kept safe and up to date.
 */
final class Template {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(.*?)}}");
    private static final String SUBJECT = "Subject: ";
    /** Control characters, line separators, and the marks that turn the reading direction: a value stays one piece of text on one line. */
    private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

    private final String subject;
    private final String text;
    private final String html;

    private Template(String subject, String text, String html) {
        this.subject = subject;
        this.text = text;
        this.html = html;
    }

    /** @throws IllegalArgumentException when there is none of this name */
    static Template named(String name) {
        String[] subjectAndText = read(name + ".txt").split("\n", 2);
        if (!subjectAndText[0].startsWith(SUBJECT)) {
            throw new IllegalArgumentException(name + ".txt has no subject");
        }
        return new Template(subjectAndText[0].substring(SUBJECT.length()), subjectAndText[1].strip() + "\n", read(name + ".html"));
    }

    /** @throws IllegalArgumentException when a place has no value */
    Letter fill(Map<String, String> values) {
        return new Letter(filled(subject, values, UnaryOperator.identity()), filled(text, values, UnaryOperator.identity()),
                filled(html, values, Template::escaped));
    }

    private static String filled(String words, Map<String, String> values, UnaryOperator<String> form) {
        return PLACE.matcher(words).replaceAll(place -> {
            String value = values.get(place.group(1));
            if (value == null) {
                throw new IllegalArgumentException("no value for " + place.group(1));
            }
            return Matcher.quoteReplacement(form.apply(NOT_SHOWN.matcher(value).replaceAll("")));
        });
    }

    private static String escaped(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }

    private static String read(String file) {
        try (InputStream in = Template.class.getResourceAsStream("/mail/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no mail/" + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
