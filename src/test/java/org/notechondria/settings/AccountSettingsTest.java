package org.notechondria.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.notechondria.account.AuthenticationPayload;

class AccountSettingsTest {

    @Test
    void the_settings_are_the_person_of_the_payload_without_id_and_display_name_and_with_the_keys_prefix() {
        List<String> expected = Stream.concat(components(AuthenticationPayload.Person.class).filter(component -> !List.of("long id", "String displayName").contains(component)),
                Stream.of("String apiKeyPrefix")).toList();
        assertThat(components(AccountSettings.Shown.class)).containsExactlyElementsOf(expected);
    }

    private static Stream<String> components(Class<? extends Record> type) {
        return Stream.of(type.getRecordComponents()).map((RecordComponent component) -> component.getType().getSimpleName() + " " + component.getName());
    }
}
