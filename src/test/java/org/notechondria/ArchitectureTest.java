package org.notechondria;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import jakarta.ejb.TimerService;
import jakarta.json.Json;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.notechondria.account.AuthenticationPayload;
import org.notechondria.session.SessionKey;
import org.notechondria.web.Access;

/** What docs/architecture.md says about the rooms, held against the classes and the sources. A room that does not exist yet may be empty. */
class ArchitectureTest {
    private static final String ROOT = "org.notechondria.";
    private static final Path SOURCES = Path.of("src/main/java/org/notechondria");
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target/classes"));
    private static final Set<Class<?>> CLOCKS = Set.of(Instant.class, LocalDate.class, LocalDateTime.class, OffsetDateTime.class, ZonedDateTime.class);

    @ParameterizedTest(name = "{0} knows {1}")
    @CsvSource({
            "pool,           ''",
            "configuration,  ''",
            "problem,        ''",
            "body,           problem",
            "web,            configuration problem body",
            "session,        configuration web problem body",
            "credential,     configuration web problem body",
            "mail,           configuration web problem body",
            "limit,          configuration web problem body",
            "invitation,     configuration web problem body",
            "apikey,         configuration web problem body",
            "provider,       configuration web problem body",
            "gate,           configuration web problem body session",
            "authentication, configuration web problem body session gate apikey",
            "account,        configuration web problem body session credential",
            "settings,       configuration web problem body session credential account",
            "signin,         configuration web problem body session credential mail limit invitation apikey gate authentication account",
            "registration,   configuration web problem body session credential mail limit invitation apikey gate authentication account",
            "recovery,       configuration web problem body session credential mail limit invitation apikey gate authentication account",
            "oauth,          configuration web problem body session credential mail limit invitation apikey gate authentication account provider"})
    void a_room_knows_the_rooms_that_it_stands_on_and_no_other(String room, String known) {
        String[] allowed = Stream.concat(Stream.of(room), Stream.of(known.split(" ")).filter(name -> !name.isEmpty())).map(ArchitectureTest::inRoom).toArray(String[]::new);
        noClasses().that().resideInAPackage(inRoom(room)).should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".").and(resideOutsideOfPackages(allowed)))
                .allowEmptyShould(true).check(CLASSES);
    }

    @Test
    void nobody_calls_deployment_and_nothing_in_the_WAR_knows_the_launcher() {
        noClasses().that().resideOutsideOfPackage(inRoom("deployment")).should().dependOnClassesThat(resideInAnyPackage(inRoom("deployment"), inRoom("run"))).check(CLASSES);
        noClasses().should().dependOnClassesThat().resideInAPackage(inRoom("run")).check(CLASSES);
    }

    @Test
    void the_WAR_knows_nothing_of_the_pools_data_source_which_stands_outside() {
        noClasses().that().resideOutsideOfPackage(inRoom("pool")).should().dependOnClassesThat().resideInAPackage(inRoom("pool")).check(CLASSES);
    }

    @Test
    void there_are_no_circles() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void exactly_one_class_inserts_a_session_row() throws IOException {
        Pattern insert = Pattern.compile("(?i)insert\\s+into\\s+session\\b");
        assertThat(sources().entrySet().stream().filter(source -> insert.matcher(source.getValue()).find()).map(Map.Entry::getKey))
                .containsExactly(SOURCES.resolve("session/Session.java"));
        assertThat(callersOf("persist", "merge").filter(caller -> caller.getPackageName().equals(ROOT + "session"))).isEmpty();
    }

    @Test
    void a_session_key_goes_on_the_wire_in_the_authentication_payload_and_in_the_answer_to_a_password_change_alone() {
        DescribedPredicate<JavaAccess<?>> asksForTheKey = describe("ask for the key's digits",
                access -> access.getTargetOwner().isEquivalentTo(SessionKey.class) && access.getName().equals("onTheWire"));
        noClasses().that().resideOutsideOfPackage(inRoom("recovery")).and().doNotBelongToAnyOf(AuthenticationPayload.class)
                .should().accessTargetWhere(asksForTheKey).check(CLASSES);
    }

    @Test
    void nobody_asks_this_machine_what_time_it_is() {
        DescribedPredicate<JavaAccess<?>> asksTheClock = describe("ask this machine's clock", access ->
                CLOCKS.stream().anyMatch(access.getTargetOwner()::isEquivalentTo) && access.getName().equals("now")
                        || access.getTargetOwner().isEquivalentTo(System.class) && access.getName().equals("currentTimeMillis")
                        || access.getTargetOwner().isEquivalentTo(Date.class) && access.getName().equals("<init>"));
        noClasses().should().accessTargetWhere(asksTheClock).check(CLASSES);
        noClasses().that().resideOutsideOfPackages(inRoom("gate"), inRoom("provider"), inRoom("pool")) // how long is on the monotonic clock: a heartbeat's age, a conversation's end, a silence
                .should().callMethod(System.class, "nanoTime").check(CLASSES);
    }

    /** Its timers wait for a time of the day, and its scheduler has one thread for the touches of a second and a sweep of minutes. */
    @Test
    void nobody_schedules_work_by_the_servers_timers() {
        noClasses().should().dependOnClassesThat().haveFullyQualifiedName("jakarta.ejb.Schedule")
                .orShould().dependOnClassesThat().areAssignableTo(TimerService.class)
                .orShould().dependOnClassesThat().areAssignableTo(Timer.class)
                .orShould().dependOnClassesThat().areAssignableTo(ScheduledExecutorService.class).check(CLASSES);
    }

    /** Each of its calls looks for the implementation in every jar of the server, and costs more than the rest of a refusal: {@code JsonProvider} is asked for once. */
    @Test
    void nobody_looks_for_JSONs_implementation_at_each_text() {
        noClasses().should().dependOnClassesThat().areAssignableTo(Json.class).check(CLASSES);
    }

    @Test
    void no_name_hides_what_a_class_is_responsible_for() {
        noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)").check(CLASSES);
    }

    @Test
    void every_resource_method_states_who_may_call_it() {
        methods().that().areMetaAnnotatedWith(HttpMethod.class)
                .should(ArchConditions.<JavaMethod>beAnnotatedWith(Access.class).or(ArchConditions.beDeclaredInClassesThat(
                        describe("say so for all of theirs", of -> of.isAnnotatedWith(Access.class))).forSubtype()))
                .check(CLASSES);
    }

    @Test
    void each_rooms_package_info_opens_with_its_line_of_the_tree() throws IOException {
        Map<String, String> tree = tree();
        for (String room : rooms()) {
            String written = Files.readString(SOURCES.resolve(room).resolve("package-info.java"));
            String opening = written.replaceAll("(?m)^\\s*/?\\*+/?", " ").replaceAll("\\s+", " ").strip();
            assertThat(tree).as("docs/architecture.md").containsKey(room);
            assertThat(opening).as("package-info.java of " + room).startsWith(tree.get(room) + ".");
        }
    }

    private static Map<String, String> tree() throws IOException {
        Matcher line = Pattern.compile("(?m)^    ([a-z]+)/ +(.+)$").matcher(Files.readString(Path.of("docs/architecture.md")));
        return line.results().collect(Collectors.toMap(found -> found.group(1),
                found -> found.group(2).substring(0, 1).toUpperCase(java.util.Locale.ROOT) + found.group(2).substring(1)));
    }

    private static List<String> rooms() throws IOException {
        try (Stream<Path> folders = Files.list(SOURCES)) {
            return folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()).sorted().toList();
        }
    }

    private static Map<Path, String> sources() throws IOException {
        Map<Path, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                sources.put(file, Files.readString(file));
            }
        }
        return sources;
    }

    private static Stream<JavaClass> callersOf(String... methods) {
        return CLASSES.stream().filter(type -> type.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().getName().equals("jakarta.persistence.EntityManager") && Arrays.asList(methods).contains(call.getName())));
    }

    private static String inRoom(String room) {
        return ROOT + room + "..";
    }
}
