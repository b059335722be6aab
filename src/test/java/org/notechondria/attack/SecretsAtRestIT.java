package org.notechondria.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.notechondria.support.Http;
import org.notechondria.support.Sql;
import org.notechondria.support.StoredRows;
import org.notechondria.support.TestDatabase;

/** One person's way through the calls that take or make a secret; then each of them is searched for in a dump of the database and in the log of the node. */
class SecretsAtRestIT extends BehindAProxy {

    @Test
    void A25_no_secret_that_was_seen_is_readable_in_a_dump_or_in_the_log() throws IOException {
        Map<String, String> secrets = new LinkedHashMap<>();
        String address = freshAddress();
        String name = "secretive-" + Long.toString(System.nanoTime(), 36);
        String email = name + "@example.org";
        secrets.put("password", "walnut-" + Long.toString(System.nanoTime(), 36));
        http.post("/auth/register/", Map.of("username", name, "email", email, "password", secrets.get("password")), from(address));
        secrets.put("code of a registration", mailBox.codeFor(email));
        String key = http.post("/auth/verify-email/", Map.of("email", email, "code", secrets.get("code of a registration")), from(address)).json().getString("token");
        secrets.put("key", key);
        secrets.put("second key", signIn(name, secrets.get("password"), address).json().getString("token"));
        String[] session = {"Authorization", "Token " + secrets.get("second key"), "X-Forwarded-For", address};
        secrets.put("API key", http.send("POST", "/auth/rotate-api-key/", null, session).json().getString("api_key"));
        assertThat(http.get("/auth/check/", "Authorization", "Bearer " + secrets.get("API key")).status()).isEqualTo(200);
        Sql.update("UPDATE users SET is_staff = true WHERE username = ?", name);
        secrets.put("invitation code", http.post("/admin/invitations/", Map.of("max_uses", 1), session).json().getString("code"));
        Sql.update("DELETE FROM invitation"); // the other tests register without one
        http.send("POST", "/auth/send-identity-code/", null, session);
        secrets.put("identity code", mailBox.codeFor(email, 2));
        secrets.put("second password", "acorn-" + Long.toString(System.nanoTime(), 36));
        Http.Answer changed = http.post("/auth/change-password/", Map.of("current_password", secrets.get("password"), "new_password", secrets.get("second password"),
                "identity_code", secrets.get("identity code")), session);
        secrets.put("rotated key", changed.json().getString("token"));
        http.post("/auth/password-reset/", Map.of("email", email), from(address));
        secrets.put("reset code", mailBox.codeFor(email, 4));
        secrets.put("wrong password", "hazel-" + Long.toString(System.nanoTime(), 36));
        signIn(name, secrets.get("wrong password"), address);
        signIn(name + "\u001b[31m\r\nforged line", secrets.get("wrong password"), address);
        http.get("/auth/check/", "Authorization", "Token " + secrets.get("key"));
        secrets.put("administrator's password", TestDatabase.ADMINISTRATORS_PASSWORD);
        List<String> dump = StoredRows.all();
        assertThat(dump).as("what is no secret is there").anyMatch(row -> row.startsWith("users ") && row.contains(email));
        assertHidden(secrets, dump, "the dump");
        List<String> log = Files.readAllLines(node.log());
        assertThat(log).hasSizeGreaterThan(20).noneMatch(line -> line.contains("forged line"));
        assertHidden(secrets, log, "the log");
        assertHidden(Map.of("client's address", address, "e-mail", email, "secret key", "bm90IGEgc2VjcmV0"), log, "the log");
    }

    /** Six digits stand by chance in the middle of a hash or a number: a code is looked for as a word. */
    private static void assertHidden(Map<String, String> secrets, List<String> lines, String where) {
        secrets.forEach((what, secret) -> {
            List<String> forms = new ArrayList<>(List.of(secret));
            if (secret.length() > 6) {
                forms.add(HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)));
                forms.add(Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
            }
            for (String form : forms) {
                Pattern pattern = Pattern.compile(secret.length() > 6 ? Pattern.quote(form) : "(?<![0-9a-zA-Z.])" + form + "(?![0-9a-zA-Z])");
                assertThat(lines.stream().filter(pattern.asPredicate()).toList()).as("%s in %s", what, where).isEmpty();
            }
        });
    }
}
