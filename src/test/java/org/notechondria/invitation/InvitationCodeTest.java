package org.notechondria.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The form of an invitation code. */
class InvitationCodeTest {

    @Test
    void a_fresh_code_is_four_groups_of_five_without_look_alikes() {
        for (int i = 0; i < 100; i++) {
            assertThat(InvitationCode.random().onTheWire()).matches("[A-HJ-NP-Z2-9]{5}(-[A-HJ-NP-Z2-9]{5}){3}");
        }
        assertThat(InvitationCode.random().onTheWire()).isNotEqualTo(InvitationCode.random().onTheWire());
    }

    @Test
    void white_space_around_it_case_and_dashes_do_not_matter() {
        InvitationCode code = InvitationCode.parse("ABCDE-FGHJK-LMNPQ-RSTUV").orElseThrow();
        for (String typed : new String[] {"abcde-fghjk-lmnpq-rstuv", "ABCDEFGHJKLMNPQRSTUV", "\u00a0 aBcDe\u2013FGHJK-LMNPQ-RSTUV\u3000\n", "-ABCDEFGHJK--LMNPQRSTUV-"}) {
            assertThat(InvitationCode.parse(typed)).as(typed).hasValueSatisfying(same -> assertThat(same.digest()).isEqualTo(code.digest()));
        }
    }

    @Test
    void whatever_else_is_typed_is_no_code() {
        for (String typed : new String[] {"", " ", "ABCDE", "ABCDE-FGHJK-LMNPQ-RSTU", "ABCDE-FGHJK-LMNPQ-RSTUVW", "ABCDE FGHJK LMNPQ RSTUV",
                "0BCDE-FGHJK-LMNPQ-RSTUV", "IBCDE-FGHJK-LMNPQ-RSTUV", "-".repeat(101) + "ABCDEFGHJKLMNPQRSTUV"}) {
            assertThat(InvitationCode.parse(typed)).as(typed).isEmpty();
        }
    }

    @Test
    void I9_a_code_prints_as_four_stars() {
        assertThat(InvitationCode.random()).hasToString("****");
    }
}
