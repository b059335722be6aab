package org.notechondria.configuration;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Reads {@code notechondria.*} from MicroProfile Config (system properties, environment variables) and turns each value into its type.
 * It remembers what was asked for, so that the start can name a property that nothing reads. Thread-safe.
 */
@ApplicationScoped
public class Settings {
    private final SortedSet<String> known = new ConcurrentSkipListSet<>();

    /** The trimmed value; empty when it is not set or blank. */
    public Optional<String> text(String name) {
        known.add(name);
        return config().getOptionalValue(name, String.class).map(String::strip).filter(value -> !value.isEmpty());
    }

    public String text(String name, String byDefault) {
        return text(name).orElse(byDefault);
    }

    /** @throws BadSetting when it is not set */
    public String required(String name) {
        return text(name).orElseThrow(() -> new BadSetting(name, "must be set"));
    }

    /** @throws BadSetting when it is no ISO-8601 duration (days and smaller) or not more than zero */
    public Duration duration(String name, String byDefault) {
        try {
            Duration value = Duration.parse(text(name, byDefault));
            if (value.isZero() || value.isNegative()) {
                throw new BadSetting(name, "must be more than zero");
            }
            value.toNanos();
            return value;
        } catch (DateTimeParseException noDuration) {
            throw new BadSetting(name, "must be an ISO-8601 duration such as " + byDefault);
        } catch (ArithmeticException tooLong) {
            throw new BadSetting(name, "must be less than 292 years");
        }
    }

    /** @throws BadSetting when it is no whole number between the limits, both included */
    public int number(String name, int byDefault, int least, int most) {
        try {
            int value = text(name).map(Integer::parseInt).orElse(byDefault);
            if (value < least || value > most) {
                throw new NumberFormatException();
            }
            return value;
        } catch (NumberFormatException noSuchNumber) {
            throw new BadSetting(name, "must be a whole number from " + least + " to " + most);
        }
    }

    /** @throws BadSetting when it is neither {@code whenTrue} nor {@code whenFalse}, in any case */
    public boolean oneOf(String name, String whenTrue, String whenFalse, boolean byDefault) {
        String value = text(name, byDefault ? whenTrue : whenFalse);
        if (value.equalsIgnoreCase(whenTrue)) {
            return true;
        }
        if (value.equalsIgnoreCase(whenFalse)) {
            return false;
        }
        throw new BadSetting(name, "must be " + whenTrue + " or " + whenFalse);
    }

    /** The entries between the commas, trimmed, without the empty ones. */
    public List<String> list(String name) {
        return Arrays.stream(text(name, "").split(",")).map(String::strip).filter(entry -> !entry.isEmpty()).toList();
    }

    /** @throws BadSetting when it is not set, or is no absolute http or https URL without query and fragment */
    public URI url(String name) {
        return url(name, required(name));
    }

    /** @throws BadSetting when it is set, and is no absolute http or https URL without query and fragment */
    public Optional<URI> optionalUrl(String name) {
        return text(name).map(value -> url(name, value));
    }

    private static URI url(String name, String value) {
        try {
            URI url = URI.create(value);
            boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (!web || url.getHost() == null || url.getRawQuery() != null || url.getRawFragment() != null || url.getUserInfo() != null) {
                throw new IllegalArgumentException();
            }
            return url;
        } catch (IllegalArgumentException noUrl) {
            throw new BadSetting(name, "must be an absolute http or https URL such as https://accounts.example.org");
        }
    }

    /**
     * The names of the groups {@code prefix<name>.<member>} for which this member is configured, sorted. Of a name from the environment, which has no
     * small letters, {@code _} counts as {@code -}.
     */
    public SortedSet<String> groupsBelow(String prefix, String member) {
        String ending = "." + member;
        SortedSet<String> groups = new TreeSet<>();
        config().getPropertyNames().forEach(name -> {
            if (name.startsWith(prefix) && name.endsWith(ending) && name.length() > prefix.length() + ending.length()) {
                groups.add(name.substring(prefix.length(), name.length() - ending.length()));
            }
            String inEnvironment = BadSetting.environmentName(prefix);
            String itsEnding = BadSetting.environmentName(ending);
            if (name.startsWith(inEnvironment) && name.endsWith(itsEnding) && name.length() > inEnvironment.length() + itsEnding.length()) {
                groups.add(name.substring(inEnvironment.length(), name.length() - itsEnding.length()).toLowerCase(Locale.ROOT).replace('_', '-'));
            }
        });
        return groups;
    }

    /** What has been asked for until now. */
    public SortedSet<String> known() {
        return new TreeSet<>(known);
    }

    /** What is configured below {@code notechondria.} (or {@code NOTECHONDRIA_}) and nothing has asked for. */
    public SortedSet<String> unknown() {
        SortedSet<String> names = new TreeSet<>();
        config().getPropertyNames().forEach(names::add);
        names.removeIf(name -> !name.startsWith("notechondria.") && !name.startsWith("NOTECHONDRIA_"));
        names.removeIf(name -> known.stream().anyMatch(asked -> asked.equals(name) || BadSetting.environmentName(asked).equals(name)));
        return names;
    }

    private static Config config() {
        return ConfigProvider.getConfig();
    }
}
