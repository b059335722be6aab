package org.notechondria.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The two forms of {@code DATABASE_URL}. */
class DatabaseAddressTest {

    @ParameterizedTest
    @CsvSource({
            "postgresql://anna:s3cret@db.example.org:5433/accounts,              jdbc:postgresql://db.example.org:5433/accounts, anna, s3cret",
            "postgres://anna:s3cret@db.example.org/accounts,                     jdbc:postgresql://db.example.org/accounts, anna, s3cret",
            "postgresql://anna:a%40b%3Ac+d@127.0.0.1:5432/accounts,              jdbc:postgresql://127.0.0.1:5432/accounts, anna, a@b:c+d",
            "postgresql://anna:s3cret@my_db:5432/accounts,                       jdbc:postgresql://my_db:5432/accounts, anna, s3cret",
            "postgresql://[::1]:5432/accounts,                                   jdbc:postgresql://[::1]:5432/accounts, postgres, ''",
            "jdbc:postgresql://db/accounts?user=anna&password=s3cret&ssl=true,   jdbc:postgresql://db/accounts?ssl=true, anna, s3cret",
            "postgresql://anna@db/accounts?sslmode=require&connectTimeout=5,     jdbc:postgresql://db/accounts?sslmode=require&connectTimeout=5, anna, ''"})
    void either_form_is_read_with_who_we_are_taken_out_of_it(String given, String url, String user, String password) {
        assertThat(DatabaseAddress.parse(given)).isEqualTo(new DatabaseAddress(url, user, password));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "db", "mysql://anna:s3cret@db/accounts", "postgresql://db", "postgresql://db/", "jdbc:mysql://db/accounts?password=s3cret", "postgresql://anna:s3cret @db/accounts", "postgresql://anna:s3cret@db:x/accounts", "postgresql://anna:s3cret@/accounts"})
    void anything_else_is_refused_without_being_repeated(String given) {
        assertThatThrownBy(() -> DatabaseAddress.parse(given)).isInstanceOf(CannotStart.class).hasMessageStartingWith("DATABASE_URL must look like").hasMessageNotContaining("s3cret");
    }

    @Test
    void what_is_printed_of_it_shows_no_password() {
        assertThat(DatabaseAddress.parse("postgresql://anna:s3cret@db/accounts")).hasToString("jdbc:postgresql://db/accounts as anna");
    }
}
