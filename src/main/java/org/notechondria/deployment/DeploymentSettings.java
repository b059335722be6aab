package org.notechondria.deployment;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.UUID;
import org.notechondria.configuration.BadSetting;
import org.notechondria.configuration.FeatureSettings;
import org.notechondria.configuration.Settings;

/**
 * Which roll-out this node belongs to.
 *
 * @param id      {@code notechondria.deployment.id}, 1 to 200 characters; default: unique for each boot, so that a plain redeploy ends every session
 * @param target  {@code notechondria.deployment.target}, a word for the handshake; default {@code local}
 */
@Dependent
public record DeploymentSettings(String id, String target) implements FeatureSettings {

    @Inject
    DeploymentSettings(Settings settings) {
        this(settings.text("notechondria.deployment.id").orElseGet(() -> "boot-" + UUID.randomUUID()), settings.text("notechondria.deployment.target", "local"));
        if (id.length() > 200) {
            throw new BadSetting("notechondria.deployment.id", "must have at most 200 characters");
        }
    }
}
