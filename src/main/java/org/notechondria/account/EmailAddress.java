package org.notechondria.account;

import java.net.IDN;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.notechondria.configuration.SecretKey;

/** An e-mail address as it is stored, compared and answered: trimmed, in lower case, and with its domain in one spelling. Immutable. */
public record EmailAddress(String text) {
    public static final String RULE = "Enter a valid email address.";
    private static final int LONGEST = 254;
    /** What a mail server takes, without quoted local parts, those beyond ASCII (RFC 6531) and address literals; the rest is the mail server's to refuse. */
    private static final Pattern FORM = Pattern.compile(
            "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[\\p{L}\\p{N}]([\\p{L}\\p{N}\\p{M}-]*[\\p{L}\\p{N}\\p{M}])?(\\.[\\p{L}\\p{N}]([\\p{L}\\p{N}\\p{M}-]*[\\p{L}\\p{N}\\p{M}])?)*");
    /** What IDNA 2003, which Java speaks, writes in another way, and IDNA 2008 as a name of its own: its owner may be somebody else. */
    private static final Pattern ANOTHERS_BY_NOW = Pattern.compile("[\u00df\u03c2\u200c\u200d]");

    /** Empty for what is no address. */
    public static Optional<EmailAddress> parse(String typed) {
        String text = normalized(typed);
        return text.length() <= LONGEST && FORM.matcher(text).matches() && isDomain(text.substring(text.indexOf('@') + 1)) ? Optional.of(new EmailAddress(text)) : Optional.empty();
    }

    private static boolean isDomain(String name) {
        try {
            return !IDN.toASCII(name).isEmpty();
        } catch (IllegalArgumentException noSuchLabel) {
            return false;
        }
    }

    /** The form to look an address up by; for what people typed, whether it is an address or not. */
    public static String normalized(String typed) {
        String text = typed.strip().toLowerCase(Locale.ROOT);
        int host = text.lastIndexOf('@') + 1;
        boolean named = host > 0 && text.length() <= LONGEST; // what is longer is no address, and reading it as a name takes seconds
        return named ? text.substring(0, host) + oneSpelling(text.substring(host)) : text;
    }

    /** All that IDNA takes for one domain (full-width letters, {@code xn--}) are one address, with one account and one count of its mails. */
    private static String oneSpelling(String domain) {
        try {
            return ANOTHERS_BY_NOW.matcher(domain).find() ? domain : IDN.toUnicode(IDN.toASCII(domain)).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noDomain) {
            return domain;
        }
    }

    /** With its domain as mail servers know it, where it has one. */
    static String inAscii(String normalized) {
        int host = normalized.lastIndexOf('@') + 1;
        if (normalized.length() > LONGEST) {
            return normalized;
        }
        try {
            return normalized.substring(0, host) + IDN.toASCII(normalized.substring(host)).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noDomain) {
            return normalized;
        }
    }

    /** The same for the same address, and shows none: a keyed hash, in hex, for what outlives whoever gave it. */
    public String pseudonym(SecretKey key) {
        return HexFormat.of().formatHex(key.hash("address", text));
    }

    /** {@code a***@host}: enough for its owner. */
    public String masked() {
        return text.substring(0, text.offsetByCodePoints(0, 1)) + "***" + text.substring(text.lastIndexOf('@'));
    }
}
