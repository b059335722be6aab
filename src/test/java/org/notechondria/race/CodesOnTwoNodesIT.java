package org.notechondria.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.notechondria.support.Eventually;
import org.notechondria.support.Http;
import org.notechondria.support.MailBox;
import org.notechondria.support.People;
import org.notechondria.support.People.Credential;
import org.notechondria.support.People.Person;
import org.notechondria.support.Race;
import org.notechondria.support.Rounds;
import org.notechondria.support.SharedNodes;
import org.notechondria.support.Sql;
import org.notechondria.support.TestNodes.TestNode;

/** Promise I4: a mailed code that comes to two nodes at the same instant, again and again, is worth one thing once. */
class CodesOnTwoNodesIT {
    private static final int ROUNDS = Rounds.of(1);
    private static final int AT_ONCE = 100;
    private static final Pattern CODE = Pattern.compile("(?m)^([0-9]{6})\\s*$");
    private static List<TestNode> pair;

    @BeforeAll
    static void twoNodes() throws InterruptedException {
        pair = SharedNodes.pair();
    }

    @AfterAll
    static void leave() {
        Sql.speakTo(null);
    }

    @Test
    void I4_A09_a_registration_is_verified_once() {
        for (int round = 0; round < ROUNDS; round++) {
            String name = "racer-" + Long.toString(System.nanoTime(), 36);
            String email = name + "@example.org";
            first().post("/auth/register/", Map.of("username", name, "email", email, "password", People.PASSWORD));
            String code = codeFor(email, "code");
            assertOneOf(node -> node.post("/auth/verify-email/", Map.of("email", email, "code", code)));
            assertThat(Sql.count("SELECT count(*) FROM session s JOIN users u ON u.id = s.user_id WHERE u.username = ?", name)).isEqualTo(1);
        }
    }

    @Test
    void I4_A09_a_password_is_reset_once() {
        for (int round = 0; round < ROUNDS; round++) {
            Person anna = People.somebody("anna");
            long version = Sql.count("SELECT credential_version FROM users WHERE id = ?", anna.id());
            first().post("/auth/password-reset/", Map.of("email", anna.email()));
            String code = codeFor(anna.email(), "new password");
            assertOneOf(node -> node.post("/auth/password-reset/confirm/", Map.of("email", anna.email(), "code", code, "password", "amber-heron-47")));
            assertThat(Sql.count("SELECT credential_version FROM users WHERE id = ?", anna.id())).as("replaced once").isEqualTo(version + 1);
        }
    }

    @Test
    void I4_A09_an_identity_code_and_the_code_of_a_new_address_are_each_spent_once() {
        for (int round = 0; round < ROUNDS; round++) {
            Person anna = People.somebody("anna");
            Credential phone = anna.on(first(), "iPhone");
            first().send("POST", "/auth/send-identity-code/", null, phone.header());
            String identity = codeFor(anna.email(), "code");
            String wanted = "new-" + anna.email();
            assertOneOf(node -> node.post("/auth/change-email/", Map.of("new_email", wanted, "identity_code", identity), phone.header()));
            String code = codeFor(wanted, "address");
            assertOneOf(node -> node.post("/auth/change-email/", Map.of("new_email", wanted, "code", code), phone.header()));
            assertThat(Sql.one("SELECT email FROM users WHERE id = ?", anna.id())).isEqualTo(wanted);
        }
    }

    /** Whichever of the two it buys, it buys not the other: one is a fresh version of the credential, the other a code that waits for its answer from the new address. */
    @Test
    void I4_A09_an_identity_code_that_comes_for_a_new_password_and_for_a_new_address_at_once_buys_one_of_them() {
        for (int round = 0; round < 5 * ROUNDS; round++) {
            Person anna = People.somebody("anna");
            Credential phone = anna.on(first(), "iPhone");
            long version = Sql.count("SELECT credential_version FROM users WHERE id = ?", anna.id());
            first().send("POST", "/auth/send-identity-code/", null, phone.header());
            String identity = codeFor(anna.email(), "code");
            Map<String, String> password = Map.of("current_password", People.PASSWORD, "new_password", "amber-heron-47", "identity_code", identity);
            Map<String, String> email = Map.of("new_email", "new-" + anna.email(), "identity_code", identity);
            List<Http.Answer> answers = Race.atOnce(AT_ONCE, number -> number < AT_ONCE / 2 // those that hash first: the others are done sooner
                    ? node(number).post("/auth/change-password/", password, phone.header()) : node(number).post("/auth/change-email/", email, phone.header()));
            long replaced = Sql.count("SELECT credential_version FROM users WHERE id = ?", anna.id()) - version;
            long begun = Sql.count("SELECT count(*) FROM one_time_code WHERE purpose = 'EMAIL_CHANGE' AND subject = ?", "user:" + anna.id());
            assertThat(replaced + begun).as("%d new passwords, %d new addresses: %s", replaced, begun, answers).isEqualTo(1);
            assertOneOf(replaced == 0 ? answers : answers.stream().filter(answer -> answer.status() != 401).toList()); // with the old password its session has ended
        }
    }

    private static Http first() {
        return pair.get(0).http();
    }

    private static Http node(int number) {
        return pair.get(number % 2).http();
    }

    /** One success; the rest are told that the code is wrong or that too many ask at once. */
    private static void assertOneOf(Function<Http, Http.Answer> call) {
        assertOneOf(Race.atOnce(AT_ONCE, number -> call.apply(node(number))));
    }

    private static void assertOneOf(List<Http.Answer> answers) {
        assertThat(answers).as(answers.toString()).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers).as(answers.toString()).allMatch(answer -> answer.status() == 200 || answer.status() == 400 || answer.status() == 503 && answer.header("Retry-After") != null);
    }

    /** Either node may send it, each into its own folder. */
    private static String codeFor(String address, String subject) {
        AtomicReference<String> code = new AtomicReference<>();
        Eventually.holds("a mail to " + address, () -> {
            Optional<Matcher> found = Stream.of("mail", "mail-of-the-second").map(folder -> new MailBox(pair.get(0).log().resolveSibling(folder)))
                    .flatMap(box -> box.mailsTo(address).stream()).filter(mail -> mail.subject().contains(subject)).map(mail -> CODE.matcher(mail.text())).filter(Matcher::find).findFirst();
            found.ifPresent(matcher -> code.set(matcher.group(1)));
            return found.isPresent();
        });
        return code.get();
    }
}
