package org.notechondria.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.notechondria.support.Routes;
import org.notechondria.web.Access;

/** The list of routes that the attacks walk through holds every call of the program, each with the access that it asks for. */
class RoutesTest {

    @Test
    void no_call_of_a_resource_class_is_missing_from_the_list_and_none_is_only_there() {
        Set<String> listed = Routes.ALL.stream().map(route -> route.method() + " " + bare(route.path()) + " " + route.level()).collect(Collectors.toCollection(TreeSet::new));
        Set<String> programmed = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.notechondria").stream()
                .filter(type -> type.isAnnotatedWith(Path.class)).map(JavaClass::reflect).flatMap(RoutesTest::callsOf).collect(Collectors.toCollection(TreeSet::new));
        assertThat(programmed).hasSizeGreaterThan(20).isEqualTo(listed);
    }

    private static Stream<String> callsOf(Class<?> resource) {
        String base = resource.getAnnotation(Path.class).value();
        return Arrays.stream(resource.getDeclaredMethods()).flatMap(method -> Arrays.stream(method.getAnnotations()).map(Annotation::annotationType)
                .map(type -> type.getAnnotation(HttpMethod.class)).filter(verb -> verb != null)
                .map(verb -> verb.value() + " " + bare("/" + base + "/" + below(method)) + " " + levelOf(resource, method)));
    }

    private static String below(Method method) {
        Path path = method.getAnnotation(Path.class);
        return path == null ? "" : path.value();
    }

    private static Access.Level levelOf(Class<?> resource, Method method) {
        Access said = method.isAnnotationPresent(Access.class) ? method.getAnnotation(Access.class) : resource.getAnnotation(Access.class);
        return said == null ? Access.Level.SESSION : said.value();
    }

    private static String bare(String path) {
        return path.replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
    }
}
