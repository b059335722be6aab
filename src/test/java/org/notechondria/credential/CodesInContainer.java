package org.notechondria.credential;

import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.notechondria.problem.DatabaseAway;
import org.notechondria.support.DatabaseInContainer;
import org.notechondria.support.RaceInContainer;

/** What the tests of codes have in common: a subject that is nobody else's, the clock, and a hundred threads. */
@ArquillianTest
@Timeout(120)
abstract class CodesInContainer {
    static final CodePurpose RESET = CodePurpose.PASSWORD_RESET;
    private static final int AT_ONCE = 100;

    final String subject = "user:" + UUID.randomUUID();
    DatabaseInContainer database;
    @Inject
    OneTimeCodes codes;
    @Inject
    CodeCheck check;
    @Resource(lookup = "jdbc/notechondria")
    private DataSource source;
    @Resource
    private ManagedThreadFactory threads;
    private Object start;

    @BeforeEach
    void note_the_time() {
        database = new DatabaseInContainer(source);
        start = database.one("SELECT CAST(now() AS text)");
    }

    @AfterEach
    void restore_the_clock() {
        database.restoreClock();
    }

    final Optional<MatchedCode> evaluate(String typed) {
        return check.evaluate(RESET, subject, List.of(subject), "", typed);
    }

    final void tryWrong(int times, OneTimeCode right) {
        String wrong = right.forMail().equals("000000") ? "000001" : "000000";
        for (int i = 0; i < times; i++) {
            assertTrue(evaluate(wrong).isEmpty());
        }
    }

    final boolean tryUnknown() {
        return check.evaluate(RESET, subject, List.of(), "", "000000").isEmpty();
    }

    final <T> List<T> atOnce(Callable<T> attempt) throws Exception {
        return RaceInContainer.atOnce(threads, AT_ONCE, attempt);
    }

    /** What a client does on a 503: the database may be too busy for a hundred at once, and then has counted and spent nothing. */
    static <T> T insist(Supplier<T> call) {
        while (true) {
            try {
                return call.get();
            } catch (EJBException failure) {
                if (!DatabaseAway.explains(failure)) {
                    throw failure;
                }
            }
        }
    }

    /** @param later  an interval since this test began, to the microsecond */
    final void clockStopsAt(String later) {
        database.update("CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$SELECT timestamptz '"
                + start + "' + interval '" + later + "'$$");
    }

    final long number(String sql, String about) {
        return ((Number) database.one(sql, about)).longValue();
    }
}
