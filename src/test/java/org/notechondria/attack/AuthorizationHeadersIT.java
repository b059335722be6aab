package org.notechondria.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
import org.notechondria.support.Race;
import org.notechondria.support.RawHttp;
import org.notechondria.support.Sql;

/** Ten thousand Authorization headers that hold no key. */
class AuthorizationHeadersIT extends ContractTest {
    private static final int HOW_MANY = 10_000;
    private static final int AT_ONCE = 4;
    private static final int HEADER_LIMIT = 8 * 1024;
    private static final String CHECK = "GET /api/v1/auth/check/ HTTP/1.1\r\nHost: localhost\r\n";
    private final Random random = new Random(1);

    @Test
    void A01_malformed_headers_are_401_400_or_431_without_any_sql() throws SQLException {
        try (Connection locks = lockEveryTable()) {
            assertThat(http.get("/auth/check/", "Authorization", "Token " + "0".repeat(40)).status()).as("a well-formed key needs the table, which is locked").isEqualTo(503);
            assertThat(http.get("/auth/check/", "Authorization", "Bearer ntc_" + "0".repeat(32)).status()).as("so does an API key").isEqualTo(503);
            List<String> all = malformed();
            List<Integer> answered = Race.atOnce(AT_ONCE, part -> send(all.subList(part * HOW_MANY / AT_ONCE, (part + 1) * HOW_MANY / AT_ONCE)));
            assertThat(answered.stream().mapToInt(Integer::intValue).sum()).as("answers").isGreaterThan(HOW_MANY * 9 / 10);
            locks.rollback();
        }
    }

    @Test
    void A01_the_fixed_forms_say_401_in_the_words_of_the_contract_unless_the_parser_refuses_them_by_itself() {
        for (String key : new String[] {"a".repeat(39), "a".repeat(41), "A".repeat(40), "a".repeat(6000), "a".repeat(39) + "g", "a".repeat(20) + " " + "a".repeat(20)}) {
            assertProblem(checkedWith("Authorization: Token " + key + "\r\n"), 401, "Invalid token.");
        }
        assertProblem(checkedWith("Authorization: Token\r\n"), 401, "Invalid token header. No credentials provided.");
        for (String header : new String[] {"Token \u00e9", "Token " + "a".repeat(39) + "\u00e9", "Token " + "a".repeat(39) + "\0"}) {
            assertThat(checkedWith("Authorization: " + header + "\r\n")).as("the parser refuses %s by itself", header).hasToString("400 ");
        }
        String two = "Authorization: Token " + "a".repeat(40) + "\r\n";
        assertProblem(checkedWith(two + two), 401, "Invalid token.");
    }

    private Http.Answer checkedWith(String headers) {
        return RawHttp.once(http.root(), CHECK + headers + "\r\n").orElseThrow();
    }

    /** @return how many were answered */
    private int send(List<String> headers) {
        RawHttp connection = RawHttp.to(http.root());
        int answered = 0;
        for (String header : headers) {
            boolean fits = header.length() <= HEADER_LIMIT;
            connection.write(CHECK + header + "\r\n");
            Optional<Http.Answer> answer = connection.answer();
            // What the parser cuts off while it is still being sent may reach us as a reset instead of its 400; what fits is always answered.
            assertThat(answer.isPresent() || !fits).as("an answer to %s", shown(header)).isTrue();
            answer.ifPresent(said -> assertThat(said.status()).as(shown(header)).isIn(401, 400, 431));
            answered += answer.isPresent() ? 1 : 0;
            if (answer.isEmpty() || answer.get().status() != 401) {
                connection.close();
                connection = RawHttp.to(http.root());
            }
        }
        connection.close();
        return answered;
    }

    /** None holds exactly 40 lower-case hex digits, or an API key's form. */
    private List<String> malformed() {
        List<String> headers = new ArrayList<>();
        for (int i = 0; i < HOW_MANY; i++) {
            headers.add(switch (i % 10) {
                case 0 -> one("Token " + text("0123456789abcdef", 39));
                case 1 -> one("Token " + text("0123456789abcdef", 41));
                case 2 -> one("token " + text("0123456789ABCDEF", 39) + "A");
                case 3 -> one("Token " + text("0123456789abcdef", 20) + "\0" + text("0123456789abcdef", 19));
                case 4 -> one("Token " + text("\u00c3\u00a9\u00f0\u009f\u0091", 40));
                case 5 -> one("Token " + text("0123456789abcdef", 40)).repeat(2);
                case 6 -> one("Bearer ntc_" + text("0123456789abcdefg", random.nextInt(31)));
                case 7 -> one(text(" \tTokenBearer", random.nextInt(60)));
                case 8 -> one("Token " + text("g\u007f\t ,;=\"'\\%", 1 + random.nextInt(200)));
                default -> one("Token " + text("0123456789abcdef", i % 100 == 9 ? random.nextInt(64 * 1024) : 42 + random.nextInt(400)));
            });
        }
        return headers;
    }

    private static String one(String value) {
        return "Authorization: " + value + "\r\n";
    }

    private String text(String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        random.ints(length, 0, alphabet.length()).forEach(i -> text.append(alphabet.charAt(i)));
        return text.toString();
    }

    private static String shown(String header) {
        return header.length() + " characters: " + header.substring(0, Math.min(80, header.length()));
    }

    /** Whoever asks any table of the schema now is answered 503. */
    private static Connection lockEveryTable() throws SQLException {
        Connection connection = Sql.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE " + Sql.one("SELECT string_agg(quote_ident(tablename), ', ' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'") + " IN ACCESS EXCLUSIVE MODE");
        }
        return connection;
    }
}
