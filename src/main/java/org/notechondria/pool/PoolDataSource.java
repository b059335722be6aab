package org.notechondria.pool;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Makes the connections of the server's pool, and answers its question whether one is alive: either in {@value #ANSWER_MILLIS} ms at most, and without asking while the
 * database is known to be silent. The pool asks about each that lies there, one after the other, and then makes a new one: a caller would wait
 * for all of them (fault F03, docs/decisions/0010). Properties are those of {@link PGSimpleDataSource}. Thread-safe.
 */
public final class PoolDataSource extends PGSimpleDataSource {
    /** How long the database has to answer whether a connection is alive, and as long for the first word to a new one: half a second in the pool's queue and both of these are less than the two of F03. */
    static final int ANSWER_MILLIS = 700;
    private static final int LONGER_THAN_THAT_SECONDS = 1;
    /** What took this long did not fail, it was not answered: an ended connection, a refused one or a wrong password say so at once. */
    private static final long UNANSWERED_NANOS = (ANSWER_MILLIS - 100) * 1_000_000L;
    private static final long NANOS_OF_SILENCE = 1_000_000_000L;

    /** After one connection that lay in the pool: the others that lie there may be well, and are cheap to replace. */
    private final transient Silence oneWasSilent = new Silence();
    /** After a new one too: then it is the database. */
    private final transient Silence databaseIsSilent = new Silence();

    /** For the pool. */
    public PoolDataSource() {
        setSocketFactory(PromptSockets.class.getName());
        setSslResponseTimeout(ANSWER_MILLIS);
    }

    /** @throws SQLTransientConnectionException at once, in the second after one was asked for in vain */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        long begun = System.nanoTime();
        if (databaseIsSilent.covers(begun)) {
            throw new SQLTransientConnectionException("the database did not answer a moment ago", "08001");
        }
        try {
            Connection made = super.getConnection(user, password);
            return (Connection) Proxy.newProxyInstance(PoolDataSource.class.getClassLoader(), new Class<?>[] {Connection.class}, new Pooled(made));
        } catch (SQLException failed) {
            if (System.nanoTime() - begun >= UNANSWERED_NANOS) {
                databaseIsSilent.begin();
            }
            throw failed;
        }
    }

    private boolean isAlive(Pooled lying) throws SQLException {
        long begun = System.nanoTime();
        if (oneWasSilent.covers(begun) && !oneWasSilent.isBefore(lying.madeAt)) {
            return false;
        }
        boolean alive = answers(lying.made);
        if (!alive && System.nanoTime() - begun >= UNANSWERED_NANOS) {
            oneWasSilent.begin();
        }
        return alive;
    }

    /** The driver takes whole seconds, and the shorter of these and what the connection's every answer has. */
    private static boolean answers(Connection lying) throws SQLException {
        int usual = lying.getNetworkTimeout();
        lying.setNetworkTimeout(null, ANSWER_MILLIS);
        boolean alive = lying.isValid(LONGER_THAN_THAT_SECONDS);
        if (alive) {
            lying.setNetworkTimeout(null, usual);
        }
        return alive;
    }

    /** The driver's connection, but for the one question. */
    private final class Pooled implements InvocationHandler {
        private final Connection made;
        private final long madeAt = System.nanoTime();

        private Pooled(Connection made) {
            this.made = made;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("isValid")) {
                return isAlive(this);
            }
            if (method.getName().equals("equals")) {
                return proxy == arguments[0];
            }
            try {
                return method.invoke(made, arguments);
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        }
    }

    /** Lasts a second from its latest beginning. */
    private static final class Silence {
        private volatile long began = System.nanoTime() - NANOS_OF_SILENCE;

        private void begin() {
            began = System.nanoTime();
        }

        private boolean covers(long now) {
            return now - began < NANOS_OF_SILENCE;
        }

        private boolean isBefore(long time) {
            return time - began > 0;
        }
    }
}
