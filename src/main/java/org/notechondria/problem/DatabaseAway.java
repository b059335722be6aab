package org.notechondria.problem;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import javax.transaction.xa.XAException;

/** Tells a failure that passes by itself (the database is away, locked, overloaded or shutting down) from a mistake in the program. */
public final class DatabaseAway {
    /** lock_not_available, query_canceled, too_many_connections, serialization_failure, deadlock_detected, read_only_sql_transaction. */
    private static final Set<String> PASSING = Set.of("55P03", "57014", "53300", "40001", "40P01", "25006");

    private DatabaseAway() {
    }

    /** True when {@code failure} or one of its causes says so. */
    public static boolean explains(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++, cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isAway(sql)) {
                return true;
            }
            // A commit that did not come back: the server keeps the driver's words and drops its exception. No constraint here is deferred.
            if (cause instanceof XAException) {
                return true;
            }
            // The pool's own exceptions: they are the server's classes, which the WAR can't name.
            if (cause.getClass().getName().endsWith("PoolingException") || cause.getClass().getName().endsWith("ResourceAllocationException")) {
                return true;
            }
        }
        return false;
    }

    /** True when the other side ended the connection while it was in use: another may work at once. Not when it was slow. */
    public static boolean endedTheConnection(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("57P0") || (state.startsWith("08") && !(failure.getCause() instanceof SocketTimeoutException));
    }

    private static boolean isAway(SQLException sql) {
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        return sql instanceof SQLTransientException || sql instanceof SQLRecoverableException
                || state.startsWith("08") || state.startsWith("57P") || state.startsWith("58") || PASSING.contains(state)
                || (state.isEmpty() && String.valueOf(sql.getMessage()).startsWith("Error in allocating a connection"));
    }
}
