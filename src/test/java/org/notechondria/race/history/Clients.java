package org.notechondria.race.history;

import static org.notechondria.race.history.Operation.NONE;
import static org.notechondria.race.history.Operation.TABLE;
import static org.notechondria.race.history.Operation.UNKNOWN;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.Race;
import org.notechondria.support.Sql;

/** Many clients of some people's sessions on several nodes, who choose at random what they do next and write down what they see. Thread-safe. */
final class Clients {
    private static final int AT_ONCE = 12;
    private static final int PEOPLE = 12;
    private static final int SESSIONS = 20;
    private final List<Http> nodes;
    /** Not of the seed: rounds whose seeds are near each other would make the same keys. */
    private static final SecureRandom KEYS = new SecureRandom();
    private final long seed;
    private final List<Owner> owners = new ArrayList<>();
    private final Queue<Operation> history = new ConcurrentLinkedQueue<>();

    /** Somebody, and every session that this person ever had. */
    private record Owner(People.Person person, List<Held> held) {
    }

    /** What a client keeps of a session, ended or not. */
    private static final class Held {
        private final Owner owner;
        private final long session;
        private final String key;
        private volatile boolean ending;

        private Held(Owner owner, long session, String key) {
            this.owner = owner;
            this.session = session;
            this.key = key;
        }
    }

    /** @param seed  of what they choose: another one for each run on the same database */
    Clients(long seed, List<Http> nodes) {
        this.seed = seed;
        this.nodes = nodes;
        for (int i = 0; i < PEOPLE; i++) {
            Owner owner = new Owner(People.somebody("anna"), new CopyOnWriteArrayList<>());
            owners.add(owner);
            giveSessions(owner);
        }
    }

    List<Operation> history() {
        return List.copyOf(history);
    }

    /** So many decisions, by all clients together. */
    void act(int decisions) {
        AtomicInteger left = new AtomicInteger(decisions);
        int before = history.size();
        Race.atOnce(AT_ONCE, client -> {
            Random random = new Random(seed * 31 + before + client);
            while (left.getAndDecrement() > 0) {
                actOnce(random);
            }
            return client;
        });
    }

    /** Every session once more on every node, then what is left of them: in the list of each node and in the table. */
    void lookAtAll() {
        owners.forEach(owner -> owner.held.add(insert(owner)));
        AtomicInteger next = new AtomicInteger();
        Race.atOnce(AT_ONCE, client -> {
            for (int i = next.getAndIncrement(); i < PEOPLE; i = next.getAndIncrement()) {
                lookAt(owners.get(i));
            }
            return client;
        });
    }

    private void lookAt(Owner owner) {
        Held latest = owner.held.get(owner.held.size() - 1);
        for (int node = 0; node < nodes.size(); node++) {
            for (Held held : owner.held) {
                use(node, held);
            }
            list(node, latest);
        }
        listInTheTable(owner);
    }

    private void actOnce(Random random) {
        Owner owner = owners.get(random.nextInt(PEOPLE));
        int node = random.nextInt(nodes.size());
        int dice = random.nextInt(1000);
        if (dice < 25) {
            signIn(node, owner);
        } else if (dice < 85) {
            Held ended = living(owner, random);
            revoke(node, living(owner, random), ended);
            for (int i = 0; i < nodes.size(); i++) {
                use((node + i) % nodes.size(), ended);
            }
        } else if (dice < 88) {
            revokeOthers(node, living(owner, random));
            giveSessions(owner);
        } else if (dice < 130) {
            list(node, living(owner, random));
        } else {
            use(node, owner.held.get(random.nextInt(owner.held.size())));
        }
    }

    /** Most likely: somebody may be ending it now. */
    private static Held living(Owner owner, Random random) {
        List<Held> living = owner.held.stream().filter(held -> !held.ending).toList();
        List<Held> among = living.isEmpty() ? owner.held : living;
        return among.get(random.nextInt(among.size()));
    }

    private void use(int node, Held by) {
        Attempt use = new Attempt(() -> nodes.get(node).get("/auth/check/", header(by)));
        write(Operation.Kind.USE, node, by.owner, by.session, NONE, Set.of(), use);
    }

    private void revoke(int node, Held by, Held target) {
        target.ending = true;
        Attempt revoke = new Attempt(() -> nodes.get(node).delete("/auth/sessions/" + target.session + "/", header(by)));
        write(Operation.Kind.REVOKE, node, by.owner, by.session, target.session, Set.of(), revoke);
    }

    private void revokeOthers(int node, Held by) {
        by.owner.held.stream().filter(held -> held != by).forEach(held -> held.ending = true);
        Attempt revoke = new Attempt(() -> nodes.get(node).delete("/auth/sessions/", header(by)));
        write(Operation.Kind.REVOKE_OTHERS, node, by.owner, by.session, NONE, Set.of(), revoke);
    }

    private void list(int node, Held by) {
        Attempt list = new Attempt(() -> nodes.get(node).get("/auth/sessions/", header(by)));
        Set<Long> shown = list.status != 200 ? Set.of() : list.answer.json().getJsonArray("sessions").stream().map(JsonValue::asJsonObject)
                .map(row -> row.getJsonNumber("id").longValue()).collect(Collectors.toSet());
        write(Operation.Kind.LIST, node, by.owner, by.session, NONE, shown, list);
    }

    private void listInTheTable(Owner owner) {
        long started = System.nanoTime();
        String living = (String) Sql.one("SELECT coalesce(string_agg(CAST(id AS text), ' '), '') FROM session WHERE user_id = ? AND revoked_at IS NULL", owner.person.id());
        Set<Long> shown = Stream.of(living.split(" ")).filter(id -> !id.isEmpty()).map(Long::valueOf).collect(Collectors.toSet());
        history.add(new Operation(Operation.Kind.LIST, TABLE, owner.person.id(), NONE, NONE, shown, started, System.nanoTime(), 200));
    }

    private void signIn(int node, Owner owner) {
        Map<String, String> typed = Map.of("identifier", owner.person.username(), "password", People.PASSWORD);
        Attempt signIn = new Attempt(() -> nodes.get(node).post("/auth/login/", typed));
        if (signIn.status != 200) {
            write(Operation.Kind.MINT, node, owner, NONE, NONE, Set.of(), signIn);
            return;
        }
        JsonObject payload = signIn.answer.json();
        Held held = new Held(owner, payload.getJsonObject("session").getJsonNumber("id").longValue(), payload.getString("token"));
        write(Operation.Kind.MINT, node, owner, NONE, held.session, Set.of(), signIn);
        owner.held.add(held);
    }

    private void giveSessions(Owner owner) {
        for (int i = 0; i < SESSIONS; i++) {
            owner.held.add(insert(owner));
        }
    }

    /** As a sign-in would have made it, without what a password costs. */
    private Held insert(Owner owner) {
        String key = String.format("%040x", new BigInteger(160, KEYS));
        long started = System.nanoTime();
        long session = Sql.count("""
                INSERT INTO session (key_digest, user_id, device_label, user_agent, client_hash, client_hash_key, origin)
                VALUES (sha256(convert_to(?, 'UTF8')), ?, 'x', '', sha256('x'), 1, 'test') RETURNING id""", key, owner.person.id());
        history.add(new Operation(Operation.Kind.MINT, TABLE, owner.person.id(), NONE, session, Set.of(), started, System.nanoTime(), 200));
        return new Held(owner, session, key);
    }

    private void write(Operation.Kind kind, int node, Owner owner, long by, long session, Set<Long> shown, Attempt attempt) {
        history.add(new Operation(kind, node, owner.person.id(), by, session, shown, attempt.started, attempt.ended, attempt.status));
    }

    private static String[] header(Held held) {
        return new People.Credential(held.key, held.session).header();
    }

    /** One request, and what the clock said around it. */
    private static final class Attempt {
        private final long started = System.nanoTime();
        private final Http.Answer answer;
        private final int status;
        private final long ended;

        private Attempt(Supplier<Http.Answer> request) {
            Http.Answer arrived;
            try {
                arrived = request.get();
            } catch (UncheckedIOException noAnswer) { // it may have happened or not, which is what the history says
                arrived = null;
            }
            ended = System.nanoTime();
            answer = arrived;
            status = arrived == null ? UNKNOWN : arrived.status();
        }
    }
}
