package org.notechondria.plan;

import jakarta.persistence.NamedNativeQuery;
import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.Stream;

/** The program's own statements, read from where they stand, so that what is planned in a test is what is run. */
final class Statements {

    private Statements() {
    }

    /** @param name as {@code Session.revoke} (a named query of an entity) or {@code SessionReader.FIND} (a constant) */
    static String text(Class<?> owner, String name) {
        return Stream.of(owner.getAnnotationsByType(NamedNativeQuery.class)).filter(query -> query.name().equals(name))
                .map(NamedNativeQuery::query).findFirst().orElseGet(() -> constant(owner, name.substring(name.indexOf('.') + 1)));
    }

    static List<String> namesOf(Class<?> entity) {
        return Stream.of(entity.getAnnotationsByType(NamedNativeQuery.class)).map(NamedNativeQuery::name).toList();
    }

    private static String constant(Class<?> owner, String name) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return (String) field.get(null);
        } catch (ReflectiveOperationException missing) {
            throw new AssertionError(owner + " has no statement " + name, missing);
        }
    }
}
