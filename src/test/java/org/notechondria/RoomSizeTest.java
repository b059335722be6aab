package org.notechondria;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A room that passes 15 types, or shows more than 10 of them, is two rooms (docs/architecture.md). */
class RoomSizeTest {
    private static final int TYPES = 15;
    private static final int SHOWN = 10;
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target/classes"));
    private static final Map<String, List<JavaClass>> ROOMS = CLASSES.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(type -> type.getPackage().getRelativeName(), TreeMap::new, Collectors.toList()));

    @Test
    void no_room_has_more_than_fifteen_types() {
        assertThat(ROOMS).isNotEmpty().allSatisfy((room, types) -> assertThat(types).as(room).hasSizeLessThanOrEqualTo(TYPES));
    }

    /** JAX-RS, EJB and JPA want public classes: what counts is what another room names. */
    @Test
    void no_room_shows_more_than_ten_types_to_other_rooms() {
        Set<JavaClass> shown = CLASSES.stream().flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> !use.getOriginClass().getPackage().equals(use.getTargetClass().getPackage()))
                .map(use -> outermost(use.getTargetClass())).collect(Collectors.toSet());
        assertThat(ROOMS).isNotEmpty().allSatisfy((room, types) -> assertThat(types.stream().filter(shown::contains)).as(room).hasSizeLessThanOrEqualTo(SHOWN));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(RoomSizeTest::outermost).orElse(type);
    }
}
