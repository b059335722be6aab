package org.notechondria.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.notechondria.support.Eventually;
import org.notechondria.support.Http;
import org.notechondria.support.MailBox;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.SharedNodes;
import org.notechondria.support.Signal;
import org.notechondria.support.Sql;
import org.notechondria.support.TestNodes.TestNode;

/** A node whose wall clock is wrong (fault F15): it decides as the other does, minute for minute, and its background work goes on. */
class ClockWrongIT {
    private static TestNode right;
    private static TestNode wrong;

    @BeforeAll
    static void theSecondNodeHasAWrongClock() throws InterruptedException {
        right = SharedNodes.pair().get(0);
        wrong = SharedNodes.pair().get(1);
    }

    @AfterEach
    void asItWas() throws InterruptedException {
        SharedNodes.clockOfTheSecond().setAhead(SharedNodes.SECOND_IS_AHEAD);
        Sql.clockIsRight();
    }

    @AfterAll
    static void leave() {
        Sql.speakTo(null);
    }

    @Test
    void F15_ten_minutes_ahead_since_its_start() throws Exception {
        assertDecidesAsTheOther(SharedNodes.SECOND_IS_AHEAD);
    }

    @Test
    void F15_ten_minutes_behind() throws Exception {
        assertDecidesAsTheOther(Duration.ofMinutes(-10));
    }

    @Test
    void F15_an_hour_back_in_one_step() throws Exception {
        assertDecidesAsTheOther(SharedNodes.SECOND_IS_AHEAD.minusHours(1));
    }

    private static void assertDecidesAsTheOther(Duration ahead) throws Exception {
        SharedNodes.clockOfTheSecond().setAhead(ahead);
        assertThat(Duration.between(shownBy(right), shownBy(wrong))).as("its clock").isBetween(ahead.minusSeconds(30), ahead.plusSeconds(30));
        assertWritesTheRightTime();
        assertTakesCodesAndCarriesMailAsTheOther();
        assertEndsSessionsAsTheOther();
    }

    private static Instant shownBy(TestNode node) {
        return Instant.parse(node.http().get("/ping/").json().getString("timestamp"));
    }

    /** Both limits lie five minutes off, less than the clock is wrong: once as the row says, and once as the memory of a session does. */
    private static void assertEndsSessionsAsTheOther() {
        Person anna = People.somebody("anna");
        Credential idle = session(anna, "30 hours", "24 hours 5 minutes");
        Credential nearlyIdle = session(anna, "30 hours", "23 hours 55 minutes");
        Credential old = session(anna, "72 hours 5 minutes", "1 hour");
        Credential nearlyOld = session(anna, "71 hours 55 minutes", "1 hour");
        assertBothAnswer(401, idle, old);
        assertBothAnswer(200, nearlyIdle, nearlyOld);
        assertThat(checked(wrong, nearlyOld).json().getString("expires_at")).isEqualTo(checked(right, nearlyOld).json().getString("expires_at"));
        Sql.clockAhead(Duration.ofMinutes(4));
        assertBothAnswer(200, nearlyIdle, nearlyOld);
        Sql.clockAhead(Duration.ofMinutes(6));
        assertBothAnswer(401, nearlyOld);
        assertBothAnswer(200, nearlyIdle);
        Sql.clockAhead(Duration.ofHours(24).plusMinutes(1));
        assertBothAnswer(200, nearlyIdle);
        Sql.clockAhead(Duration.ofHours(48).plusMinutes(15));
        assertBothAnswer(401, nearlyIdle);
        Sql.clockIsRight();
    }

    private static void assertWritesTheRightTime() {
        Person anna = People.somebody("anna");
        Object before = Sql.one("SELECT clock_timestamp()");
        Credential phone = anna.on(wrong.http(), "iPhone");
        assertThat(Sql.count("SELECT count(*) FROM session WHERE id = ? AND created_at BETWEEN ? AND clock_timestamp()", phone.session(), before)).isEqualTo(1);
        Object used = Sql.one("SELECT clock_timestamp()");
        assertThat(checked(wrong, phone).status()).isEqualTo(200);
        Eventually.holds("its touch is written, with the time of the database", () -> Sql.count("""
                SELECT count(*) FROM session WHERE id = ? AND last_seen_at BETWEEN CAST(? AS timestamptz) - interval '1 second' AND clock_timestamp()""",
                phone.session(), used) == 1);
    }

    /** A code lives or not as the database says, on either node, whoever issued it; and the node with the wrong clock still carries mail. */
    private static void assertTakesCodesAndCarriesMailAsTheOther() throws Exception {
        assertThat(resetWithACodeThatExpiresIn("5 minutes", wrong, right)).isEqualTo(200);
        assertThat(resetWithACodeThatExpiresIn("5 minutes", right, wrong)).isEqualTo(200);
        assertThat(resetWithACodeThatExpiresIn("-5 minutes", right, wrong)).isEqualTo(400);
        int attempts = 0;
        while (!carriesAMailOfTheOthers()) {
            assertThat(++attempts).as("mails, all of which another was quicker with").isLessThan(20);
        }
    }

    /** The one that is asked sends it a tenth of a second after its answer, any other within a second: all are stopped before that. False: one was not. */
    private static boolean carriesAMailOfTheOthers() throws Exception {
        Person anna = People.somebody("anna");
        List<Long> others = SharedNodes.besides(wrong);
        right.http().post("/auth/password-reset/", Map.of("email", anna.email()));
        Signal.send("STOP", others);
        try {
            Eventually.holds("sent", Duration.ofSeconds(5), () -> mailTo(anna).findAny().isPresent());
            return !boxOf(wrong).mailsTo(anna.email()).isEmpty();
        } catch (AssertionError begunByAnother) {
            return false;
        } finally {
            Signal.send("CONT", others);
        }
    }

    private static int resetWithACodeThatExpiresIn(String interval, TestNode issuer, TestNode asked) {
        Person anna = People.somebody("anna");
        assertThat(issuer.http().post("/auth/password-reset/", Map.of("email", anna.email())).status()).isEqualTo(200);
        Eventually.holds("sent", () -> mailTo(anna).findAny().isPresent());
        assertThat(Sql.update("UPDATE one_time_code SET expires_at = now() + CAST(? AS interval) WHERE subject = ?", interval, "user:" + anna.id())).isEqualTo(1);
        String code = mailTo(anna).findAny().orElseThrow().codeFor(anna.email());
        return asked.http().post("/auth/password-reset/confirm/", Map.of("email", anna.email(), "code", code, "password", "amber-heron-47")).status();
    }

    /** The boxes that hold a mail to the person. */
    private static Stream<MailBox> mailTo(Person person) {
        return Stream.of(boxOf(right), boxOf(wrong)).filter(box -> !box.mailsTo(person.email()).isEmpty());
    }

    private static MailBox boxOf(TestNode node) {
        Path folder = node.log().getParent();
        return new MailBox(folder.resolve(node == right ? "mail" : "mail-of-the-second"));
    }

    private static void assertBothAnswer(int status, Credential... sessions) {
        for (Credential session : sessions) {
            for (TestNode node : List.of(right, wrong)) {
                Http.Answer answer = checked(node, session);
                assertThat(answer.status()).as((node == right ? "the right" : "the wrong") + " clock: " + answer).isEqualTo(status);
            }
        }
    }

    private static Http.Answer checked(TestNode node, Credential session) {
        return node.http().get("/auth/check/", session.header());
    }

    /** One that neither node has heard of yet. */
    private static Credential session(Person person, String createdAgo, String seenAgo) {
        byte[] random = new byte[20];
        ThreadLocalRandom.current().nextBytes(random);
        String key = HexFormat.of().formatHex(random);
        return new Credential(key, Sql.count("""
                INSERT INTO session (key_digest, user_id, device_label, user_agent, client_hash, client_hash_key, origin, created_at, last_seen_at)
                VALUES (sha256(CAST(CAST(? AS text) AS bytea)), ?, 'x', '', sha256('x'), 1, 'test', now() - CAST(? AS interval), now() - CAST(? AS interval))
                RETURNING id""", key, person.id(), createdAgo, seenAgo));
    }
}
