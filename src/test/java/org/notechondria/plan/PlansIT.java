package org.notechondria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.notechondria.account.NameClaim;
import org.notechondria.account.Profile;
import org.notechondria.account.User;
import org.notechondria.invitation.Invitation;
import org.notechondria.oauth.OAuthState;
import org.notechondria.oauth.SocialAccount;
import org.notechondria.registration.Registration;
import org.notechondria.registration.ResendWish;
import org.notechondria.registration.VerificationRound;
import org.notechondria.run.DatabaseAddress;
import org.notechondria.session.Session;
import org.notechondria.support.TestDatabase;

/**
 * Every statement that a request waits for, or a sweep repeats, goes through the index that was made for it, in tables that are full, whether the
 * planner knows the values or not. In a database of its own: what is in it is what the plans are made for.
 */
class PlansIT {
    private static final String NAME = "plans";
    /** They read all there is, or no table at all, or only put a row in. */
    private static final Set<String> NOT_PLANNED = Set.of("Registration.lockAddress", "User.create", "Invitation.any", "Invitation.isToCome", "Invitation.create", "Invitation.list", "ResendWish.add",
            "SocialAccount.lockIdentity", "SocialAccount.add", "OAuthState.add", "OAuthState.putBack", "OAuthState.spend");
    private static final List<Class<?>> ENTITIES = List.of(Session.class, User.class, Profile.class, NameClaim.class, Registration.class, VerificationRound.class, ResendWish.class,
            Invitation.class, SocialAccount.class, OAuthState.class);
    private static final String FULL = """
            INSERT INTO users (username, username_folded, email, password) SELECT 'u' || n, 'u' || n, 'u' || n || '@example.org', CASE WHEN n % 3 > 0 THEN 'x' END FROM generate_series(1, 3000) n;
            INSERT INTO name_claim (folded, user_id) SELECT username_folded, id FROM users;
            INSERT INTO profile (user_id) SELECT id FROM users;
            INSERT INTO avatar (user_id, name, media_type, content) SELECT id, gen_random_uuid(), 'image/png', '' FROM users;
            INSERT INTO api_key (user_id, digest, prefix) SELECT id, sha256(CAST(username AS bytea)), 'ntc_0000' FROM users;
            INSERT INTO session (key_digest, user_id, device_label, user_agent, client_hash, client_hash_key, origin, created_at, last_seen_at, revoked_at, ended_reason)
                SELECT sha256(CAST('k' || n AS bytea)), 1 + n % 3000, 'Mac', '', sha256(CAST('a' || n % 500 AS bytea)), 1, 'password',
                       now() - n * interval '1 minute', now() - n * interval '30 seconds',
                       CASE WHEN n % 2 = 0 THEN now() - n * interval '10 seconds' END, CASE WHEN n % 2 = 0 THEN 'signed-out' END
                  FROM generate_series(1, 20000) n;
            INSERT INTO registration (id, username, email, password, expires_at)
                SELECT n, 'r' || n, 'r' || n / 2 || '@example.org', '', now() + (n - 1000) * interval '1 second' FROM generate_series(1, 5000) n;
            INSERT INTO verification_round (address, mailed_at) SELECT lpad(CAST(n AS text), 64, '0'), now() - n * interval '1 second' FROM generate_series(1, 5000) n;
            INSERT INTO name_claim (folded, registration_id, held_until) SELECT username, id, expires_at FROM registration;
            INSERT INTO resend_wish (email, asked_at) SELECT 'w' || n || '@example.org', now() - (5000 - n) * interval '1 second' FROM generate_series(1, 5000) n;
            INSERT INTO invitation (code_digest, max_uses) SELECT sha256(CAST('i' || n AS bytea)), 5 FROM generate_series(1, 3000) n;
            INSERT INTO one_time_code (subject, purpose, digest, key_id, expires_at)
                SELECT 'user:' || n, 'PASSWORD_RESET', sha256('c'), 1, now() - (n - 100) * interval '1 minute' FROM generate_series(1, 5000) n;
            INSERT INTO code_budget (person, purpose, tried_at, last_tried_at)
                SELECT 'user:' || n, 'PASSWORD_RESET', ARRAY[now()], now() - n * interval '1 minute' FROM generate_series(1, 5000) n;
            INSERT INTO limit_bucket (id, full_at) SELECT sha256(CAST('b' || n AS bytea)), now() + n * interval '1 second' FROM generate_series(1, 5000) n;
            INSERT INTO outbox (recipient, template, sealed, key_id, next_try_at)
                SELECT 'u@example.org', 'x', '', 1, now() + (n - 50) * interval '1 second' FROM generate_series(1, 5000) n;
            INSERT INTO social_account (user_id, provider, issuer, subject) SELECT id, 'acme', 'https://id.example.org', 's' || id FROM users;
            INSERT INTO oauth_state (digest, secret_digest, provider, intent, expires_at)
                SELECT sha256(CAST('o' || n AS bytea)), sha256('x'), 'acme', 'login', now() + (n - 1000) * interval '1 minute' FROM generate_series(1, 5000) n;
            INSERT INTO oauth_spent (digest, spent_at) SELECT sha256(CAST('p' || n AS bytea)), now() - n * interval '1 minute' FROM generate_series(1, 5000) n;
            ANALYZE""";
    private static Connection connection;

    @BeforeAll
    static void fillADatabaseOfItsOwn() throws SQLException {
        DatabaseAddress tests = TestDatabase.address();
        try (Connection maker = DriverManager.getConnection(tests.jdbcUrl(), tests.user(), tests.password()); Statement statement = maker.createStatement()) {
            statement.execute("CREATE DATABASE " + NAME);
        }
        String url = tests.jdbcUrl().replaceAll("/[^/]*$", "/" + NAME);
        Flyway.configure().dataSource(url, tests.user(), tests.password()).locations("classpath:db/migration").load().migrate();
        connection = DriverManager.getConnection(url + "?preferQueryMode=simple", tests.user(), tests.password());
        try (Statement statement = connection.createStatement()) {
            for (String fill : FULL.split(";")) {
                statement.execute(fill);
            }
        }
    }

    @AfterAll
    static void drop() throws SQLException {
        connection.close();
        DatabaseAddress tests = TestDatabase.address();
        try (Connection maker = DriverManager.getConnection(tests.jdbcUrl(), tests.user(), tests.password()); Statement statement = maker.createStatement()) {
            statement.execute("DROP DATABASE " + NAME + " WITH (FORCE)");
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = STATEMENTS)
    void it_goes_through_its_index_and_reads_no_table_whole(String owner, String name, String types, String values, String indexes) throws Exception {
        String sql = Statements.text(Class.forName("org.notechondria." + owner), name);
        for (String mode : List.of("force_custom_plan", "force_generic_plan")) {
            Plan plan = Plan.of(connection, sql, mode, types, values);
            assertThat(plan.readWhole()).as("read whole, %s: %s", mode, plan.text()).isEmpty();
            assertThat(plan.indexes()).as("%s: %s", mode, plan.text()).contains(indexes.split(" "));
        }
    }

    /** A batch may be deleted in one walk through a table that is not much larger; but what is to go is found without sorting what stays. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = SWEEPS)
    void a_sweep_finds_the_oldest_through_their_index_and_sorts_nothing(String owner, String name, String types, String values, String index) throws Exception {
        String sql = Statements.text(Class.forName("org.notechondria." + owner), name);
        for (String mode : List.of("force_custom_plan", "force_generic_plan")) {
            Plan plan = Plan.of(connection, sql, mode, types, values);
            assertThat(plan.indexes()).as("%s: %s", mode, plan.text()).contains(index);
            assertThat(plan.text()).as(mode).doesNotContain("\"Sort\"");
        }
    }

    @Test
    void no_named_statement_of_an_entity_is_left_out() {
        Set<String> checked = (STATEMENTS + SWEEPS).lines().map(line -> line.split("\\|")[1].strip()).collect(Collectors.toCollection(TreeSet::new));
        checked.addAll(NOT_PLANNED);
        assertThat(checked).containsAll(ENTITIES.stream().flatMap(entity -> Statements.namesOf(entity).stream()).toList());
    }

    /** Class, statement, its parameters' types and values, and the indexes that it must go through. */
    private static final String STATEMENTS = """
            gate.SessionReader       | SessionReader.FIND       | bytea[] | ARRAY[sha256('k7'), sha256('k8')] | session_key_digest_key users_pkey
            gate.SessionRows         | SessionRows.TOUCH        | bigint[], timestamptz[], bigint[] | ARRAY[3, 5, 9], ARRAY[now(), now(), now()], ARRAY[3, 5, 9] | session_pkey
            gate.SessionRows         | SessionRows.LIVING       | bigint[] | ARRAY[3, 5, 9] | session_pkey
            gate.SessionRows         | SessionRows.TOUCH_NOW    | bigint, float8, float8 | 7, 86400, 259200 | session_pkey
            session.Session          | Session.mint             | bytea, bigint, bigint, text, text, bytea, int, text | sha256('x'), 7, 1, 'Mac', '', sha256('x'), 1, 'password' | users_pkey
            session.Session          | Session.activeOf         | bigint, float8, float8, bigint | 7, 86400, 259200, 6 | session_living_of_user
            session.Session          | Session.countOthers      | bigint, bigint, float8, float8 | 7, 6, 86400, 259200 | session_living_of_user
            session.Session          | Session.knowsAddress     | bigint, bytea | 7, sha256('a7') | session_user_client
            session.Session          | Session.revoke           | bigint, bigint, text, bigint | 7, 8, 'revoked', 7 | session_pkey
            session.Session          | Session.revokeAllOf      | bigint, text, text, bigint, double precision, double precision | 7, 'revoked', null, 0, 86400, 259200 | session_living_of_user session_pkey
            session.Session          | Session.holdLiving       | bigint, bigint | 7, 8 | session_pkey
            session.Session          | Session.rename           | bigint, bigint, text, double precision, double precision | 7, 8, 'Mac', 86400, 259200 | session_pkey
            account.User             | User.byEmail             | text, text | 'u7@example.org', 'u7@example.org' | users_email_key
            account.User             | User.byName              | text | 'u7' | users_username_folded_key
            account.User             | User.replacePassword     | bigint, text, bigint | 7, 'x', 1 | users_pkey
            account.User             | User.somebodysPassword   | float8 | 0.5 | users_with_password
            account.User             | User.rehash              | bigint, text, bigint | 7, 'x', 1 | users_pkey
            account.User             | User.locked              | bigint | 7 | users_pkey
            account.User             | User.forSignIn           | bigint | 7 | users_pkey
            account.User             | User.rename              | bigint, text, text | 7, 'x', 'x' | users_pkey
            account.User             | User.changeNames         | bigint, text, text | 7, 'x', 'x' | users_pkey
            account.User             | User.changeEmail         | bigint, text, text | 7, 'u7@example.org', 'x@example.org' | users_email_key
            account.NameClaim        | NameClaim.hold           | text, bigint, float8 | 'x', 7, 600 | name_claim_pkey
            account.NameClaim        | NameClaim.prolong        | bigint, float8 | 7, 600 | name_claim_registration_id_key
            account.NameClaim        | NameClaim.give           | text, bigint, bigint | 'x', 7, 7 | name_claim_pkey
            account.NameClaim        | NameClaim.isFree         | text | 'u7' | name_claim_pkey
            account.NameClaim        | NameClaim.letGo          | bigint, text | 7, 'u7' | name_claim_user_id_key
            registration.Registration | Registration.add        | bigint, text, text, text, text, float8 | 9999, 'x', 'r7@example.org', '', null, 600 | registration_of_address
            registration.Registration | Registration.pendingOf  | text | 'r7@example.org' | registration_of_address
            registration.Registration | Registration.renew      | text, float8 | 'r7@example.org', 600 | registration_of_address
            registration.VerificationRound | VerificationRound.begin | text, timestamptz | 'x', now() | verification_round_pkey
            registration.ResendWish  | ResendWish.takeOldest   | "" | "" | resend_wish_pkey
            registration.VerificationRound | VerificationRound.restart | text | 'x' | verification_round_pkey
            registration.Registration | Registration.take       | bigint, text | 7, 'r3@example.org' | registration_pkey
            invitation.Invitation    | Invitation.find          | bytea | sha256('i7') | invitation_code_digest_key
            invitation.Invitation    | Invitation.use           | bigint | 7 | invitation_pkey
            invitation.Invitation    | Invitation.delete        | bigint | 7 | invitation_pkey
            apikey.ApiKeys           | ApiKeys.FIND             | bytea | sha256('u7') | api_key_digest_key users_pkey
            apikey.ApiKeys           | ApiKeys.HOLD_PERSON      | bigint | 7 | users_pkey
            apikey.ApiKeys           | ApiKeys.HOLD_SESSION     | bigint, bigint | 7, 8 | session_pkey
            apikey.ApiKeys           | ApiKeys.NOTE_USE         | bigint | 7 | api_key_pkey
            apikey.ApiKeys           | ApiKeys.END              | bigint | 7 | api_key_user_id_key
            account.Profile          | Profile.of               | bigint | 7 | profile_pkey avatar_pkey
            account.Profile          | Profile.change           | bigint, text, text, text, text, text, text, text, text | 7, null, null, null, null, null, null, null, null | profile_pkey
            settings.Avatars         | Avatars.FIND             | text | 'c0ffee00-0000-4000-8000-000000000000' | avatar_name_key
            settings.Avatars         | Avatars.REMOVE           | bigint | 7 | avatar_pkey
            credential.CodeTries     | CodeTries.TAKE_FROM_BUDGET | text, text | 'user:7', 'PASSWORD_RESET' | code_budget_pkey
            credential.CodeTries     | CodeTries.COUNT_ON_CODES | text, text | 'PASSWORD_RESET', 'user:7,user:8' | one_time_code_pkey
            credential.CodeTries     | CodeTries.COUNT_ON_NOBODYS | text, text | 'user:7', 'PASSWORD_RESET' | code_budget_pkey
            credential.CodeTries     | CodeTries.UNTIL_ONE_LEAVES | text, text | 'user:7', 'PASSWORD_RESET' | code_budget_pkey
            credential.OneTimeCodes  | OneTimeCodes.ISSUE       | text, text, bytea, int, float8 | 'user:7', 'PASSWORD_RESET', sha256('x'), 1, 600 | one_time_code_pkey
            credential.OneTimeCodes  | OneTimeCodes.SPEND       | text, text, bytea | 'user:7', 'PASSWORD_RESET', sha256('c') | one_time_code_pkey
            credential.OneTimeCodes  | OneTimeCodes.END         | text, text | 'user:7', 'PASSWORD_RESET' | one_time_code_pkey
            limit.Limits             | Limits.TAKE              | bytea, float8, bytea, float8, float8, float8 | sha256('b7'), 6, sha256('b7'), 54, 6, 54 | limit_bucket_pkey
            limit.Limits             | Limits.SECONDS_UNTIL_FULL | bytea | sha256('b7') | limit_bucket_pkey
            limit.Limits             | Limits.GIVE_BACK         | float8, bytea | 6, sha256('b7') | limit_bucket_pkey
            oauth.SocialAccount      | SocialAccount.userOf     | text, text | 'https://id.example.org', 's7' | social_account_issuer_subject_key
            oauth.SocialAccount      | SocialAccount.ofUser     | bigint | 7 | social_account_user_id_provider_key
            oauth.SocialAccount      | SocialAccount.put        | bigint, text, text, text, text | 7, 'acme', 'https://id.example.org', 's7', null | social_account_user_id_provider_key
            oauth.SocialAccount      | SocialAccount.remove     | bigint, text | 7, 'acme' | social_account_user_id_provider_key
            oauth.SocialAccount      | SocialAccount.removeUnderOtherNames | bigint, text, text, text | 7, 'x', 'https://id.example.org', 's7' | social_account_user_id_provider_key
            oauth.OAuthState         | OAuthState.take          | bytea, bytea, text, text, bigint | sha256('o7'), sha256('x'), 'acme', 'login', 0 | oauth_state_pkey
            oauth.OAuthState         | OAuthState.giveBack      | bytea | sha256('p7') | oauth_spent_pkey
            mail.DueMails            | DueMails.CLAIM           | float8, float8 | 180, 259200 | outbox_due outbox_pkey
            mail.DueMails            | DueMails.REMOVE          | bigint | 7 | outbox_pkey
            mail.DueMails            | DueMails.RETRY           | float8, bigint, int | 60, 7, 1 | outbox_pkey
            """;

    /** The same, and the index that shows what is oldest. */
    private static final String SWEEPS = """
            session.Session          | Session.sweepEnded       | float8, int | 150000, 500 | session_ended_by_age
            session.Session          | Session.sweepExpired     | float8, int | 1100000, 500 | session_living_by_age
            account.NameClaim        | NameClaim.sweep          | int | 500 | name_claim_held
            registration.Registration | Registration.sweep      | int | 500 | registration_by_expiry
            registration.ResendWish  | ResendWish.sweep        | int | 500 | resend_wish_pkey
            registration.VerificationRound | VerificationRound.sweep | int | 500 | verification_round_by_age
            oauth.OAuthState         | OAuthState.sweep         | int | 500 | oauth_state_by_expiry
            oauth.OAuthState         | OAuthState.sweepSpent    | int | 500 | oauth_spent_by_age
            credential.OneTimeCodes  | OneTimeCodes.SWEEP_CODES | "" | "" | one_time_code_by_expiry
            credential.OneTimeCodes  | OneTimeCodes.SWEEP_BUDGETS | "" | "" | code_budget_by_last_try
            """;
}
