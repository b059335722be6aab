package org.notechondria.invitation;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.Predicate;
import org.notechondria.body.Body;
import org.notechondria.body.Fields;

/**
 * What staff says about an invitation to be made.
 *
 * @param label      up to 100 code points, for the list; may be empty
 * @param maxUses    1 to 100,000
 * @param expiresAt  null: it does not expire
 */
public record NewInvitation(String label, int maxUses, Instant expiresAt) {
    private static final int LONGEST_LABEL = 100;
    private static final long MOST_USES = 100_000;
    private static final int LAST_YEAR = 9999;

    /**
     * @param isToCome  asks the database's clock, and nothing where no expiry is given
     * @throws org.notechondria.problem.Problem 400 that names everything that is wrong
     */
    static NewInvitation from(Body body, Predicate<Instant> isToCome) {
        Fields fields = body.fields();
        String label = fields.optionalText("label").orElse("");
        if (label.codePointCount(0, label.length()) > LONGEST_LABEL) {
            fields.reject("label", "Ensure this field has no more than 100 characters.");
        }
        int maxUses = maxUsesOf(fields);
        Instant expiresAt = fields.optionalText("expires_at").map(given -> timeOf(fields, given)).orElse(null);
        if (expiresAt != null && !isToCome.test(expiresAt)) {
            fields.reject("expires_at", InvitationProblems.HAS_PASSED);
        }
        fields.done();
        return new NewInvitation(label, maxUses, expiresAt);
    }

    private static int maxUsesOf(Fields fields) {
        long given = fields.optionalNumber("max_uses").orElse(0L);
        if (fields.accepts("max_uses") && (given < 1 || given > MOST_USES)) {
            boolean missing = given == 0 && !fields.has("max_uses");
            fields.reject("max_uses", missing ? "This field is required." : "Ensure this value is from 1 to 100000.");
        }
        return (int) given;
    }

    private static Instant timeOf(Fields fields, String given) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(given);
            int year = time.withOffsetSameInstant(ZoneOffset.UTC).getYear();
            if (year >= 0 && year <= LAST_YEAR) {
                return time.toInstant().truncatedTo(ChronoUnit.MICROS);
            }
        } catch (DateTimeException noTime) {
            // said below, in the same words as a year that no calendar holds
        }
        fields.reject("expires_at", "This must be a time with its offset, such as 2030-12-31T23:59:00Z.");
        return null;
    }
}
