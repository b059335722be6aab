package org.notechondria.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.notechondria.support.Http;
import org.notechondria.support.Race;
import org.notechondria.support.Sql;

/** What many do at the same instant, over HTTP. */
class RegistrationRaceIT extends RegistrationContract {

    /** Otherwise one mailed code opens many sessions for whoever reads along. */
    @RepeatedTest(5)
    @Timeout(60)
    void I4_A09_a_code_works_once_however_many_try_it_at_the_same_instant() {
        String anna = name("anna");
        registered(anna, address(anna));
        String code = mailBox.codeFor(address(anna));
        List<Http.Answer> answers = Race.atOnce(100, i -> decided(address(anna), code));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() != 200).allSatisfy(answer -> assertThat(answer.status()).as(answer.toString()).isBetween(400, 499));
        assertThat(Sql.count("SELECT count(*) FROM session s JOIN users u ON u.id = s.user_id WHERE u.email = ? AND s.revoked_at IS NULL", address(anna))).isEqualTo(1);
    }

    /** On a busy machine some of a hundred find no connection in time: that decides nothing, and whoever is told so asks again. */
    private Http.Answer decided(String email, String code) {
        Http.Answer answer = verify(email, code);
        while (answer.status() == 503) {
            answer = verify(email, code);
        }
        return answer;
    }

    /** Hashing admits few at once and sends the others away (503, busy); the race of all twenty for the name itself is run inside the container. */
    @RepeatedTest(5)
    @Timeout(60)
    void of_twenty_registrations_of_one_name_at_the_same_instant_one_gets_it() {
        String anna = name("anna");
        List<Http.Answer> answers = Race.atOnce(20, i -> register(i % 2 == 0 ? anna : anna.toUpperCase(), i + address(anna)));
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 400).isNotEmpty().allSatisfy(answer -> assertProblem(answer, 400, "username: " + NAME_TAKEN));
        assertThat(answers).filteredOn(answer -> answer.status() != 201 && answer.status() != 400)
                .allSatisfy(answer -> assertProblem(answer, 503, "Too many sign-ins at once. Try again soon."));
        assertThat(Sql.count("SELECT count(*) FROM registration WHERE lower(username) = ?", anna.toLowerCase())).isEqualTo(1);
    }
}
