package org.notechondria.gate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.notechondria.session.KeyDigest;
import org.notechondria.session.SessionsEnded;

/**
 * The sessions that this node remembers, bounded in number. Forgetting wins over remembering: a row that was read before something was
 * forgotten is not remembered after it. Thread-safe.
 */
@ApplicationScoped
public class Snapshots {
    @Inject
    private GateSettings settings;
    private final AtomicLong forgotten = new AtomicLong();
    private Cache<KeyDigest, Snapshot> cache;

    @PostConstruct
    void open() {
        cache = Caffeine.newBuilder().maximumSize(settings.size()).build();
    }

    /** Null for what is not remembered. */
    public Snapshot get(KeyDigest digest) {
        return cache.getIfPresent(digest);
    }

    /** To be asked before a row is read, and handed to {@link #put} with it. */
    long epoch() {
        return forgotten.get();
    }

    /**
     * Remembers what was read since {@code epoch}, unless something was forgotten in between. The question is asked under the entry's lock,
     * which a forgetting takes after it has counted: either it is seen here, or it comes after and removes what was put.
     */
    void put(KeyDigest digest, Snapshot snapshot, long epoch) {
        cache.asMap().compute(digest, (key, known) -> forgotten.get() == epoch ? snapshot : known);
    }

    void forget(Collection<KeyDigest> digests) {
        forgotten.incrementAndGet();
        digests.forEach(cache.asMap()::remove);
    }

    void forgetUser(long userId) {
        forgotten.incrementAndGet();
        cache.asMap().values().removeIf(snapshot -> snapshot.userId == userId);
    }

    void forgetAll() {
        forgotten.incrementAndGet();
        cache.asMap().clear(); // one by one under each entry's lock: invalidateAll may leave what is being put
    }

    /** What this node ended it forgets with the commit, before the caller hears of it: here the bound is zero. */
    void forgetEnded(@Observes(during = TransactionPhase.AFTER_SUCCESS) SessionsEnded ended) {
        forget(ended.digests());
    }
}
