package org.notechondria.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.notechondria.configuration.BadSetting;
import org.notechondria.configuration.ConfiguredBy;

/** Which roll-out a node belongs to: every boot its own, unless it is told. */
class DeploymentSettingsTest {
    private static final String NAME = "notechondria.deployment.id";

    @Test
    void each_boot_is_a_deployment_of_its_own_by_default_so_that_a_plain_redeploy_ends_every_session() {
        assertThat(given(Map.of()).id()).isNotBlank().isNotEqualTo(given(Map.of()).id());
    }

    @Test
    void nodes_that_are_told_the_same_are_one_deployment() {
        assertThat(given(Map.of(NAME, "2026-11-26")).id()).isEqualTo("2026-11-26");
        assertThatThrownBy(() -> given(Map.of(NAME, "x".repeat(201)))).isInstanceOf(BadSetting.class).hasMessageStartingWith(NAME + " must have at most 200 characters");
    }

    private static DeploymentSettings given(Map<String, String> values) {
        return new DeploymentSettings(ConfiguredBy.settings(values));
    }
}
