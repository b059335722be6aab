package org.notechondria.configuration;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigBuilder;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;

/** A configuration that is a map, for unit tests: outside the container there is none. */
public final class ConfiguredBy extends ConfigProviderResolver {
    private final Config config;

    private ConfiguredBy(Map<String, String> values) {
        config = (Config) Proxy.newProxyInstance(Config.class.getClassLoader(), new Class<?>[] {Config.class}, (proxy, method, arguments) -> switch (method.getName()) {
            case "getOptionalValue" -> Optional.ofNullable(values.get((String) arguments[0]));
            case "getPropertyNames" -> values.keySet();
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    /** Settings that read these values and no others. */
    public static Settings settings(Map<String, String> values) {
        setInstance(new ConfiguredBy(values));
        return new Settings();
    }

    @Override
    public Config getConfig() {
        return config;
    }

    @Override
    public Config getConfig(ClassLoader loader) {
        return config;
    }

    @Override
    public ConfigBuilder getBuilder() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void registerConfig(Config other, ClassLoader loader) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void releaseConfig(Config other) {
        throw new UnsupportedOperationException();
    }
}
