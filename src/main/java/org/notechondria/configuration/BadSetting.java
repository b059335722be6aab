package org.notechondria.configuration;

/** A configured value that the start is refused for; its message is the one line that an operator reads. */
public final class BadSetting extends RuntimeException {

    /** @param why ends the sentence "name must ...", for example {@code "must be more than zero"}; never quotes the value, which may be a secret */
    public BadSetting(String name, String why) {
        super(name + " " + why + " (environment: " + environmentName(name) + ")");
    }

    /** The name under which MicroProfile Config reads {@code property} from the environment. */
    public static String environmentName(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(java.util.Locale.ROOT);
    }
}
