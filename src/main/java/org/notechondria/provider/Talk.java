package org.notechondria.provider;

import com.nimbusds.oauth2.sdk.ParseException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;

/** How one kind of provider is spoken to: OpenID Connect, or GitHub's own way. Implementations are thread-safe. */
interface Talk {

    /** Where a browser goes to have its person sign in there. */
    URI authorizationUrl(AuthorizationRequest begun, Deadline deadline) throws IOException, ParseException;

    /**
     * Who brought this grant.
     *
     * @param now  the database's time
     * @throws org.notechondria.problem.Problem 400 when the provider, or what it signed, says no
     * @throws IOException     when it can't be reached in time, or answers what is no answer
     * @throws ParseException  the same
     */
    Identity identify(Grant grant, Instant now, Deadline deadline) throws IOException, ParseException;
}
