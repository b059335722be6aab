package org.notechondria.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.notechondria.support.Http;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.Race;
import org.notechondria.support.SharedNodes;
import org.notechondria.support.Sql;

/** A node whose limits are on, behind a proxy that it trusts: who guesses is stopped, by account and by address, and locks nobody else out. */
class LimitsIT extends BehindAProxy {
    private static final int ADDRESS_BURST = 30;
    private static final int ACCOUNT_BURST = 10;

    @Test
    void A06_failures_on_one_account_are_429_after_the_burst_with_the_time_to_wait_also_for_the_right_password() {
        Person anna = People.somebody("anna");
        for (int i = 0; i < ACCOUNT_BURST; i++) {
            assertThat(signIn(anna.username(), "wrong-" + i, freshAddress()).status()).isEqualTo(400);
        }
        assertLimited(signIn(anna.username(), "wrong", freshAddress()), "sign-in");
        assertLimited(signIn(anna.username().toUpperCase(), "wrong", freshAddress()), "sign-in");
        assertLimited(signIn(anna.username(), People.PASSWORD, freshAddress()), "sign-in");
        assertThat(signIn(People.somebody("berta").username(), People.PASSWORD, freshAddress()).status()).as("another person").isEqualTo(200);
    }

    /** Or else ten failures on a user name, which is public, and one try with an address would tell whether the address is that person's. */
    @Test
    void A12_failures_on_a_user_name_tell_nobody_whose_an_address_is() {
        Person anna = People.somebody("anna");
        for (int i = 0; i < ACCOUNT_BURST; i++) {
            assertThat(signIn(anna.username(), "wrong-" + i, freshAddress()).status()).isEqualTo(400);
        }
        for (String address : new String[] {anna.email(), "nobodys-" + anna.email()}) {
            for (int i = 0; i < ACCOUNT_BURST; i++) {
                assertThat(signIn(i % 2 == 0 ? address : address.toUpperCase(), "wrong-" + i, freshAddress()).status()).as(address).isEqualTo(400);
            }
            assertLimited(signIn(address, "wrong", freshAddress()), "sign-in");
        }
    }

    /** Or an office that does as Retry-After says would be locked out by an outage. */
    @Test
    void A06_what_a_database_that_is_away_never_decided_counts_as_no_failure() throws Exception {
        Person anna = People.somebody("anna");
        String address = freshAddress();
        try (Connection locking = Sql.connect(); Statement statement = locking.createStatement()) {
            locking.setAutoCommit(false);
            statement.execute("SELECT 1 FROM users WHERE id = " + anna.id() + " FOR UPDATE"); // what follows the right password waits for it, in vain
            List<Http.Answer> putOff = Race.atOnce(ACCOUNT_BURST, number -> signIn(anna.username(), People.PASSWORD, address));
            assertThat(putOff).allMatch(answer -> answer.status() == 503);
        }
        for (int i = 0; i < ACCOUNT_BURST; i++) {
            assertThat(signIn(anna.username(), "wrong-" + i, address).status()).as("none of them counted").isEqualTo(400);
        }
        assertLimited(signIn(anna.username(), "wrong", address), "sign-in");
    }

    @Test
    void A06_an_account_that_does_not_exist_is_limited_alike() {
        String nobody = "nobody-" + Long.toString(System.nanoTime(), 36);
        for (int i = 0; i < ACCOUNT_BURST; i++) {
            assertThat(signIn(nobody, "wrong-" + i, freshAddress()).status()).isEqualTo(400);
        }
        assertLimited(signIn(nobody.toUpperCase(), "wrong", freshAddress()), "sign-in");
    }

    @Test
    void sign_ins_through_providers_are_429_by_address_before_a_provider_is_asked() {
        String address = freshAddress();
        for (int i = 0; i < ADDRESS_BURST; i++) {
            assertThat(http.post("/auth/github/", Map.of("code", "c" + i), "X-Forwarded-For", address).status()).isEqualTo(502);
        }
        assertLimited(http.post("/auth/github/", Map.of("code", "c"), "X-Forwarded-For", address), "oauth-address");
        assertLimited(http.post("/auth/oauth/start/", Map.of("provider", "github"), "X-Forwarded-For", address), "oauth-address");
        assertThat(http.post("/auth/github/", Map.of("code", "c"), "X-Forwarded-For", freshAddress()).status()).isEqualTo(502);
    }

    @Test
    void A08_one_guess_on_each_of_many_accounts_is_429_by_address_whatever_stands_left_of_the_trusted_hop() {
        String address = freshAddress();
        int refused = 0;
        for (int i = 0; i < ADDRESS_BURST + 10; i++) {
            String forged = i % 3 == 0 ? address : i % 3 == 1 ? freshAddress() + ", " + address : "unknown, " + address + ", 127.0.0.1";
            Http.Answer answer = signIn("somebody-" + i + "-" + address, "Winter2026!", forged);
            assertThat(answer.status()).isIn(400, 429);
            if (answer.status() == 429) {
                assertLimited(answer, "sign-in-address");
                refused++;
            }
        }
        assertThat(refused).as("of ten beyond the burst; a few may come back while this runs").isBetween(1, 10);
        assertThat(signIn("somebody-else", "Winter2026!", freshAddress()).status()).as("another address").isEqualTo(400);
    }

    @Test
    void A14_from_a_peer_that_is_no_trusted_proxy_another_forwarded_address_each_time_is_of_no_use() throws IOException {
        int limited = 0;
        for (int i = 0; i < ADDRESS_BURST + 10; i++) {
            String answer = signInFromAnotherPeer("somebody-" + i + "-" + freshAddress(), freshAddress());
            assertThat(answer).startsWith("HTTP/1.1 4");
            if (!answer.startsWith("HTTP/1.1 400 ")) {
                assertThat(i).as("those before").isGreaterThanOrEqualTo(ADDRESS_BURST);
                assertThat(answer).startsWith("HTTP/1.1 429 ").contains("\r\nRateLimit-Policy: \"sign-in-address\";q=" + ADDRESS_BURST + ";");
                limited++;
            }
        }
        assertThat(limited).as("of ten beyond the burst; a few may come back while this runs").isBetween(1, 10);
    }

    /** @return the whole answer to a wrong password, sent from 127.0.0.2 */
    private static String signInFromAnotherPeer(String identifier, String forwardedFor) throws IOException {
        String body = "{\"identifier\":\"" + identifier + "\",\"password\":\"Winter2026!\"}";
        try (Socket peer = new Socket(http.root().getHost(), http.root().getPort(), InetAddress.getByName("127.0.0.2"), 0)) {
            peer.getOutputStream().write(("POST /api/v1/auth/login/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Forwarded-For: " + forwardedFor
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
            return new String(peer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void A06_five_tries_of_a_code_are_evaluated_and_the_right_one_is_then_worth_nothing() {
        Person anna = People.somebody("anna");
        assertThat(http.post("/auth/password-reset/", Map.of("email", anna.email()), from(freshAddress())).status()).isEqualTo(200);
        String code = mailBox.codeFor(anna.email());
        for (int i = 0; i < 5; i++) {
            assertThat(confirm(anna, code.equals("111111") ? "222222" : "111111").status()).isEqualTo(400);
        }
        assertThat(Sql.count("SELECT tries FROM one_time_code WHERE subject = ?", "user:" + anna.id())).isEqualTo(5);
        assertThat(confirm(anna, code).status()).as("the right code, too late").isEqualTo(400);
        Http.Answer last = confirm(anna, code);
        for (int i = 0; i < ACCOUNT_BURST && last.status() == 400; i++) {
            last = confirm(anna, code);
        }
        assertLimited(last, "code");
        assertThat(anna.signIn(http, from(freshAddress())).getString("token")).as("the old password stands").hasSize(40);
    }

    /** A session that has ended vouches for its address as well: whoever signs out everywhere is the one who must sign in. */
    @Test
    void A35_a_thousand_failures_from_a_strangers_addresses_lock_the_victim_out_of_no_place_of_the_last_30_days() {
        Person victim = People.somebody("victim");
        String home = freshAddress();
        Credential session = victim.on(http, "Mac");
        String key = signIn(victim.username(), People.PASSWORD, home).json().getString("token");
        String lately = leftBefore(victim, "29 days 23 hours");
        String longAgo = leftBefore(victim, "30 days 1 second");
        List<Integer> refused = Race.atOnce(8, attacker -> {
            int limited = 0;
            for (int i = 0; i < 125; i++) {
                limited += signIn(victim.username(), "wrong-" + i, i % 2 == 0 ? "198.51.100.7" : freshAddress()).status() == 429 ? 1 : 0;
            }
            return limited;
        });
        assertThat(refused.stream().mapToInt(Integer::intValue).sum()).isGreaterThan(960);
        assertLimited(signIn(victim.username(), People.PASSWORD, longAgo), "sign-in");
        assertThat(http.get("/auth/check/", session.header()).status()).isEqualTo(200);
        assertThat(http.get("/auth/check/", "Authorization", "Token " + key).status()).isEqualTo(200);
        assertThat(signIn(victim.username(), People.PASSWORD, home).status()).as("from an address of the victim's").isEqualTo(200);
        assertThat(signIn(victim.username(), People.PASSWORD, lately).status()).as("from one whose session has ended").isEqualTo(200);
        assertLimited(signIn(victim.username(), "wrong", freshAddress()), "sign-in");
    }

    /** An address from which this person was signed in, last seen so long ago and signed out since. */
    private static String leftBefore(Person person, String ago) {
        String address = freshAddress();
        long session = signIn(person.username(), People.PASSWORD, address).json().getJsonObject("session").getJsonNumber("id").longValue();
        Sql.update("UPDATE session SET last_seen_at = app_now() - CAST(? AS interval), revoked_at = app_now(), ended_reason = 'signed-out' WHERE id = ?", ago, session);
        return address;
    }

    @Test
    void a_setting_that_there_is_none_of_is_a_warning_with_the_nearest_one_and_limits_that_are_on_are_none() throws IOException {
        assertThat(Files.readAllLines(node.log())).anyMatch(line -> line.contains(SharedNodes.MISSPELT + " is no setting of this program; the nearest one is notechondria.session.idle-timeout"))
                .noneMatch(line -> line.contains("attempts are not limited"));
    }

    @Test
    void A31_one_port_is_open_and_no_other() throws IOException {
        List<String> sockets = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(node.node().process().pid()), "fd"))) {
            for (Path file : files.toList()) {
                String target = Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Files.readSymbolicLink(file).toString() : "";
                if (target.startsWith("socket:[")) {
                    sockets.add(target.replaceAll("[^0-9]", ""));
                }
            }
        }
        List<Integer> listening = new ArrayList<>();
        for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6", "/proc/net/udp", "/proc/net/udp6"}) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] columns = line.strip().split(" +");
                boolean open = columns[3].equals(table.contains("tcp") ? "0A" : "07");
                if (open && sockets.contains(columns[9])) {
                    listening.add(Integer.parseInt(columns[1].replaceAll(".*:", ""), 16));
                }
            }
        }
        assertThat(listening).containsExactly(http.root().getPort());
    }

    private static Http.Answer confirm(Person person, String code) {
        return http.post("/auth/password-reset/confirm/", Map.of("email", person.email(), "code", code, "password", "copper-heron-17"), from(freshAddress()));
    }
}
