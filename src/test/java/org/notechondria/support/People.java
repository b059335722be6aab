package org.notechondria.support;

import jakarta.json.JsonObject;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** People for tests: made in the database, signed in over HTTP. */
public final class People {
    public static final String PASSWORD = "velvet-otter-91";
    /** {@link #PASSWORD} in the form of the earlier system: with few rounds, so that making people costs nothing. */
    private static final String HASH = LegacyHash.of(PASSWORD, 1000);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private People() {
    }

    /**
     * Somebody with a verified address and {@link #PASSWORD}.
     *
     * @param id  of the row
     */
    public record Person(long id, String username, String email) {

        /** Signs in and answers the payload. */
        public JsonObject signIn(Http http, String... headers) {
            Http.Answer answer = http.post("/auth/login/", Map.of("identifier", username, "password", PASSWORD), headers);
            if (answer.status() != 200) {
                throw new IllegalStateException(answer.toString());
            }
            return answer.json();
        }

        /** Signs in on one more device and answers its credential, for use as a header. */
        public Credential on(Http http, String userAgent) {
            JsonObject payload = signIn(http, "User-Agent", userAgent);
            return new Credential(payload.getString("token"), payload.getJsonObject("session").getJsonNumber("id").longValue());
        }

        /** Is signed in already: for tests that need many sessions and no sign-in, each of which costs a hash. */
        public Credential signedIn() {
            String key = "%016x%024x".formatted(RANDOM.nextLong(), System.nanoTime());
            return new Credential(key, Sql.count("""
                    INSERT INTO session (key_digest, user_id, device_label, user_agent, client_hash, client_hash_key, origin)
                    VALUES (sha256(convert_to(?, 'UTF8')), ?, 'Mac', '', sha256(''), 1, 'password') RETURNING id""", key, id));
        }
    }

    /**
     * What a client keeps.
     *
     * @param key      40 hex digits
     * @param session  its number
     */
    public record Credential(String key, long session) {
        public String[] header() {
            return new String[] {"Authorization", "Token " + key};
        }
    }

    public static Person somebody(String name) {
        String username = name + "-" + NUMBER.incrementAndGet() + "-" + Long.toString(System.nanoTime(), 36);
        String email = username + "@example.org";
        long id = Sql.count("INSERT INTO users (username, username_folded, email, password) VALUES (?, ?, ?, ?) RETURNING id", username, username, email, HASH);
        Sql.update("INSERT INTO profile (user_id) VALUES (?)", id);
        Sql.update("INSERT INTO name_claim (folded, user_id) VALUES (?, ?)", username, id);
        return new Person(id, username, email);
    }

    /** Several whose hashes are today's: the first sign-in of anybody with one of the earlier system hashes twice. */
    public static List<Person> withHashesOfToday(Http http, String name, int count) {
        List<Person> people = IntStream.range(0, count).mapToObj(i -> somebody(name)).toList();
        people.get(0).signIn(http);
        people.forEach(one -> Sql.update("UPDATE users SET password = (SELECT password FROM users WHERE id = ?) WHERE id = ?", people.get(0).id(), one.id()));
        return people;
    }
}
