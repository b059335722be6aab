package org.notechondria.gate;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.notechondria.configuration.DatabaseSettings;
import org.notechondria.problem.DatabaseAway;
import org.notechondria.session.KeyDigest;

/**
 * Reads the rows of all requests that ask at the same moment with one statement: whoever comes while the readers are busy goes with the
 * next one. A row is never older than the question, for its statement starts after it. Thread-safe.
 */
@ApplicationScoped
class SharedReads {
    /** One reads, and the other takes over when a read hangs: two at a time would be smaller shares of the same work, at almost twice the price of each. */
    private static final int READERS = 2;
    private static final long HANGS_MILLIS = 20;
    private static final int MOST_AT_ONCE = 64;
    /** A share of more than this is a crowd's, of which more come at once. */
    private static final int FEW = 2;
    /** How long a crowd's next share waits for them: it is then cheaper for each by more than the wait. Who is alone never waits. */
    private static final long MORE_COME_NANOS = 400_000;
    /** Less than the two seconds that a socket which is dead holds its reader, and that anybody is to wait (fault F03). */
    private static final long PATIENCE_MILLIS = 1700;
    /** A connection that lay for longer may have been forgotten by something on the way. */
    private static final long IDLE_SECONDS = 60;

    @Inject
    private DatabaseSettings database;
    @Resource
    private ManagedThreadFactory threads;

    private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
    private final Semaphore turn = new Semaphore(1);
    private final List<Thread> readers = new ArrayList<>();
    private volatile boolean crowded;
    private volatile boolean stopped;

    private record Question(KeyDigest digest, CompletableFuture<Optional<SessionRow>> answer) {
    }

    void start() {
        for (int i = 1; i <= READERS; i++) {
            Thread reader = threads.newThread(this::answerAll);
            reader.setName("session-reader-" + i);
            reader.setDaemon(true);
            reader.start();
            readers.add(reader);
        }
    }

    void stop() {
        stopped = true;
        readers.forEach(Thread::interrupt);
    }

    /** @throws SQLException when the database does not answer, or not in time */
    Optional<SessionRow> find(KeyDigest digest) throws SQLException {
        Question question = new Question(digest, new CompletableFuture<>());
        questions.add(question);
        try {
            return question.answer().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            SQLException why = (SQLException) failed.getCause(); // shared by all who asked: each throws one of its own
            throw new SQLException(why.getMessage(), why.getSQLState(), why);
        } catch (TimeoutException late) {
            question.answer().cancel(false);
            throw new SQLTransientException("the row was not read in time", late);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new SQLTransientException("the reading was interrupted", stopping);
        }
    }

    private void answerAll() {
        try (SessionReader reader = new SessionReader(database)) {
            while (!stopped) {
                answerSome(reader);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void answerSome(SessionReader reader) throws InterruptedException {
        try {
            Question first = questions.poll(IDLE_SECONDS, TimeUnit.SECONDS);
            if (first == null) {
                reader.disconnect();
            } else {
                inTurn(() -> answer(reader, withThoseWhoWait(first)));
            }
        } catch (VirtualMachineError shortOfMemory) { // who asked is put off by the time; a reader that died would leave the node slow for good
            LockSupport.parkNanos(MORE_COME_NANOS);
        }
    }

    private void inTurn(Runnable read) throws InterruptedException {
        boolean mine = turn.tryAcquire(HANGS_MILLIS, TimeUnit.MILLISECONDS);
        try {
            read.run();
        } finally {
            if (mine) {
                turn.release();
            }
        }
    }

    private List<Question> withThoseWhoWait(Question first) {
        if (crowded) {
            LockSupport.parkNanos(MORE_COME_NANOS);
        }
        List<Question> together = new ArrayList<>(MOST_AT_ONCE);
        together.add(first);
        questions.drainTo(together, MOST_AT_ONCE - 1);
        crowded = together.size() > FEW;
        together.removeIf(question -> question.answer().isDone()); // gave up
        return together;
    }

    private static void answer(SessionReader reader, List<Question> together) {
        try {
            Map<Integer, SessionRow> found = read(reader, together.stream().map(Question::digest).toList());
            for (int i = 0; i < together.size(); i++) {
                together.get(i).answer().complete(Optional.ofNullable(found.get(i)));
            }
        } catch (SQLException failed) {
            together.forEach(question -> question.answer().completeExceptionally(failed));
        } catch (RuntimeException broken) { // a reader that died would leave the node slow for good
            together.forEach(question -> question.answer().completeExceptionally(new SQLException(broken)));
        }
    }

    private static Map<Integer, SessionRow> read(SessionReader reader, List<KeyDigest> digests) throws SQLException {
        try {
            return reader.read(digests);
        } catch (SQLException failed) {
            if (!DatabaseAway.endedTheConnection(failed)) {
                throw failed;
            }
            return reader.read(digests); // once, on a new connection: the old one was ended while it lay there, or in use
        }
    }
}
