package org.notechondria.authentication;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.security.Principal;
import java.sql.SQLException;
import java.util.Optional;
import org.notechondria.web.Access;

/**
 * Applies both timeouts to the credential of one request, and the call's {@link Access} to who came. There is no catch here that
 * decides anything: a database that is away goes on to the one mapper, which makes it a 503 and never a 401.
 */
@Priority(Priorities.AUTHENTICATION)
class AuthenticationFilter implements ContainerRequestFilter {
    static final String ARRIVAL = Authentication.Arrival.class.getName();

    private final Authentication authentication;
    private final Access.Level level;

    AuthenticationFilter(Authentication authentication, Access.Level level) {
        this.authentication = authentication;
        this.level = level;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        Optional<Authentication.Arrival> arrival = arrivalOf(request);
        if (arrival.isEmpty()) {
            if (level != Access.Level.PUBLIC) {
                throw AuthenticationProblems.nothingSent();
            }
            return;
        }
        if (level == Access.Level.SESSION && arrival.get().session() == null) {
            throw AuthenticationProblems.sessionRequired();
        }
        request.setProperty(ARRIVAL, arrival.get());
        request.setSecurityContext(new Known(arrival.get().caller()));
    }

    private Optional<Authentication.Arrival> arrivalOf(ContainerRequestContext request) throws IOException {
        try {
            return authentication.of(request.getHeaders().get(HttpHeaders.AUTHORIZATION)); // the list: getHeaderString joins two headers into one
        } catch (SQLException away) {
            throw new IOException(away); // the interface allows no other; the mapper looks at the cause
        }
    }

    /** The caller, where JAX-RS keeps callers. */
    private record Known(Principal caller) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return caller;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public String getAuthenticationScheme() {
            return "Token";
        }
    }
}
