package org.notechondria.mail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.notechondria.configuration.SecretKey;

/** What becomes of waiting mail, on a database of its own whose clock stands still until a test moves it, and against mail servers that misbehave. */
class PostmanIT extends OutboxContract {
    private Postman postmanTo(int port) throws Exception {
        return new Postman(due, seal, new InternetAddress("noreply@accounts.example.org"),
                new SmtpServer(SmtpServerTest.settings(port, ""), SmtpServerTest.SHORT));
    }

    @ParameterizedTest
    @EnumSource(value = ScriptedSmtp.Way.class, names = {"SILENT", "RECIPIENT_451", "DATA_451", "CUT_WITHIN_DATA", "SENDER_550"})
    void F19_a_mail_that_is_not_taken_waits_five_seconds_and_is_delivered_once_after_recovery(ScriptedSmtp.Way way) throws Exception {
        put(seal);
        try (ScriptedSmtp server = new ScriptedSmtp(way)) {
            Postman postman = postmanTo(server.port());
            postman.deliverDue();
            assertThat(server.taken()).isZero();
            assertThat(waiting()).isEqualTo(1);

            server.behave(ScriptedSmtp.Way.WELL);
            clock(NOON.plusSeconds(5).minusNanos(1000));
            postman.deliverDue();
            assertThat(server.calls()).as("not tried again too early").isEqualTo(1);

            clock(NOON.plusSeconds(5));
            postman.deliverDue();
            postman.deliverDue();
            assertThat(server.taken()).isEqualTo(1);
            assertThat(waiting()).isZero();
        }
    }

    @Test
    void F19_a_closed_port_leaves_the_mail_waiting() throws Exception {
        put(seal);
        int port;
        try (ScriptedSmtp closed = new ScriptedSmtp(ScriptedSmtp.Way.WELL)) {
            port = closed.port();
        }
        postmanTo(port).deliverDue();
        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void F19_a_recipient_that_is_refused_for_good_is_given_up_at_once() throws Exception {
        put(seal);
        try (ScriptedSmtp server = new ScriptedSmtp(ScriptedSmtp.Way.RECIPIENT_550)) {
            postmanTo(server.port()).deliverDue();
            assertThat(server.calls()).isEqualTo(1);
            assertThat(waiting()).isZero();
        }
    }

    @Test
    void F19_an_expired_code_is_not_sent() throws Exception {
        try (ScriptedSmtp server = new ScriptedSmtp(ScriptedSmtp.Way.WELL)) {
            put(seal);
            clock(NOON.plus(TEN_MINUTES));
            postmanTo(server.port()).deliverDue();
            assertThat(server.calls()).isZero();
            assertThat(waiting()).isZero();

            clock(NOON);
            put(seal);
            clock(NOON.plus(TEN_MINUTES).minusNanos(1000));
            postmanTo(server.port()).deliverDue();
            assertThat(server.taken()).as("a microsecond earlier it is").isEqualTo(1);
        }
    }

    @Test
    void a_mail_that_never_expires_is_given_up_after_three_days() throws Exception {
        try (ScriptedSmtp server = new ScriptedSmtp(ScriptedSmtp.Way.WELL)) {
            put(seal);
            put(seal);
            sql("UPDATE outbox SET not_after = NULL");
            clock(NOON.plus(Duration.ofDays(3)).minusNanos(1000));
            assertThat(due.claim().orElseThrow().tooLate()).isFalse();
            clock(NOON.plus(Duration.ofDays(3)).plus(DueMails.LEASE));
            postmanTo(server.port()).deliverDue();
            assertThat(server.calls()).isZero();
            assertThat(waiting()).isZero();
        }
    }

    @Test
    void what_another_secret_key_sealed_is_given_up() throws Exception {
        put(new Seal(new SecretKey(new byte[32])));
        try (ScriptedSmtp server = new ScriptedSmtp(ScriptedSmtp.Way.WELL)) {
            postmanTo(server.port()).deliverDue();
            assertThat(server.calls()).isZero();
            assertThat(waiting()).isZero();
        }
    }

    @Test
    void a_claimed_mail_is_nobody_elses_until_its_lease_ends_and_then_no_longer_the_first_ones() throws Exception {
        put(seal);
        DueMails.Claimed first = due.claim().orElseThrow();
        clock(NOON.plus(DueMails.LEASE).minusNanos(1000));
        assertThat(due.claim()).isEmpty();
        clock(NOON.plus(DueMails.LEASE));
        DueMails.Claimed second = due.claim().orElseThrow();
        assertThat(second.id()).isEqualTo(first.id());
        due.retryIn(Duration.ZERO, first);
        assertThat(due.claim()).as("the first one's late word changes nothing").isEmpty();
    }

    @Test
    void four_nodes_at_once_claim_each_mail_once() throws Exception {
        for (int i = 0; i < 60; i++) {
            put(seal);
        }
        List<Long> claimed = new ArrayList<>();
        for (List<Long> ofOne : race(4, () -> {
            List<Long> mine = new ArrayList<>();
            for (Optional<DueMails.Claimed> next = due.claim(); next.isPresent(); next = due.claim()) {
                mine.add(next.get().id());
            }
            return mine;
        })) {
            claimed.addAll(ofOne);
        }
        assertThat(claimed).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void four_rounds_at_once_send_each_mail_once() throws Exception {
        for (int i = 0; i < 60; i++) {
            put(seal);
        }
        Queue<String> sent = new ConcurrentLinkedQueue<>();
        Postman postman = new Postman(due, seal, new InternetAddress("noreply@accounts.example.org"), message -> sent.add(message.getMessageID()));
        race(4, () -> {
            postman.deliverDue();
            return null;
        });
        assertThat(sent).hasSize(60).doesNotHaveDuplicates();
        assertThat(waiting()).isZero();
    }

    @Test
    void a_stopped_postman_takes_nothing_more() throws Exception {
        put(seal);
        try (ScriptedSmtp server = new ScriptedSmtp(ScriptedSmtp.Way.WELL)) {
            Postman postman = postmanTo(server.port());
            postman.stop();
            postman.deliverDue();
            assertThat(server.calls()).isZero();
            assertThat(waiting()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(value = ScriptedSmtp.Way.class, names = {"RECIPIENT_451", "RECIPIENT_550"})
    void A25_the_log_names_neither_address_nor_code(ScriptedSmtp.Way way) throws Exception {
        put(seal);
        try (Lines lines = new Lines(); ScriptedSmtp server = new ScriptedSmtp(way)) {
            postmanTo(server.port()).deliverDue();
            assertThat(lines.read).singleElement().asString().contains("password-reset").doesNotContain("anna", "734912");
        }
    }

    private static <T> List<T> race(int threads, Callable<T> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(executor.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }

    /** What the postman logs meanwhile. */
    private static final class Lines extends Handler implements AutoCloseable {
        private final Logger logger = Logger.getLogger(Postman.class.getName());
        private final List<String> read = new ArrayList<>();

        Lines() {
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord line) {
            read.add(new SimpleFormatter().format(line));
        }

        @Override
        public void flush() {
            // nothing is buffered
        }

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}
