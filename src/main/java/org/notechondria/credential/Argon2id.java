package org.notechondria.credential;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id in the PHC string form: what every new hash is. Immutable. */
final class Argon2id implements PasswordHash.Form {
    /** OWASP's recommendation for one lane: some 50 ms and 19 MiB for each hash. */
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    // What a string may ask for at most: it comes from a table, and one row must not be able to take the memory or a minute.
    private static final int MOST_MEMORY_KIB = 131_072;
    private static final int MOST_PASSES = 16;
    private static final int MOST_LANES = 16;
    private static final int MOST_BYTES = 64;

    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=([0-9]{1,6}),t=([0-9]{1,2}),p=([0-9]{1,2})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{16,86})");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final int memory;
    private final int passes;
    private final int lanes;
    private final byte[] salt;
    private final byte[] hash;

    private Argon2id(int memory, int passes, int lanes, byte[] salt, byte[] hash) {
        this.memory = memory;
        this.passes = passes;
        this.lanes = lanes;
        this.salt = salt;
        this.hash = hash;
    }

    static Argon2id of(Password password) {
        byte[] salt = random(SALT_BYTES);
        return new Argon2id(MEMORY_KIB, PASSES, LANES, salt, compute(password, MEMORY_KIB, PASSES, LANES, salt, HASH_BYTES));
    }

    /** Matches no password, at the price of one made today. */
    static Argon2id ofNobodyToday() {
        return new Argon2id(MEMORY_KIB, PASSES, LANES, random(SALT_BYTES), random(HASH_BYTES));
    }

    @Override
    public Argon2id ofNobody() {
        return new Argon2id(memory, passes, lanes, random(salt.length), random(hash.length));
    }

    static Optional<Argon2id> parse(String stored) {
        Matcher form = FORM.matcher(stored);
        if (!form.matches()) {
            return Optional.empty();
        }
        int memory = Integer.parseInt(form.group(1));
        int passes = Integer.parseInt(form.group(2));
        int lanes = Integer.parseInt(form.group(3));
        boolean possible = passes >= 1 && passes <= MOST_PASSES && lanes >= 1 && lanes <= MOST_LANES && memory >= 8 * lanes && memory <= MOST_MEMORY_KIB;
        if (!possible) {
            return Optional.empty();
        }
        try {
            byte[] salt = Base64.getDecoder().decode(form.group(4));
            byte[] hash = Base64.getDecoder().decode(form.group(5));
            return salt.length > MOST_BYTES || hash.length > MOST_BYTES ? Optional.empty() : Optional.of(new Argon2id(memory, passes, lanes, salt, hash));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    @Override
    public boolean matches(Password typed) {
        return MessageDigest.isEqual(hash, compute(typed, memory, passes, lanes, salt, hash.length));
    }

    @Override
    public boolean isCurrent() {
        return memory == MEMORY_KIB && passes == PASSES && lanes == LANES && salt.length == SALT_BYTES && hash.length == HASH_BYTES;
    }

    String phc() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memory + ",t=" + passes + ",p=" + lanes + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    @Override
    public String toString() {
        return "****";
    }

    private static byte[] compute(Password password, int memory, int passes, int lanes, byte[] salt, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory).withIterations(passes).withParallelism(lanes).withSalt(salt).build());
        byte[] computed = new byte[length];
        generator.generateBytes(password.utf8(), computed);
        return computed;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
