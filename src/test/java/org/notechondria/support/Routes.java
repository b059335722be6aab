package org.notechondria.support;

import static org.notechondria.web.Access.Level.CALLER;
import static org.notechondria.web.Access.Level.PUBLIC;
import static org.notechondria.web.Access.Level.SESSION;
import static org.notechondria.web.Access.Level.UNCHECKED;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import org.notechondria.web.Access;

/** Every call of the wire contract that this server answers, for tests that hold for all of them. A unit test compares the list with the resource classes. */
public final class Routes {
    /** An id that nobody has. */
    public static final String NOBODYS = "999999999999";

    private static final String BROUGHT_BACK = "{'code': 'x', 'redirect_uri': 'https://app.example.org/back', 'state': 'y', 'state_secret': 'z', 'intent': 'login', 'invitation_code': 'x'}";

    public static final List<Route> ALL = List.of(
            new Route("GET", "/health/", UNCHECKED, 200, null),
            new Route("GET", "/ping/", UNCHECKED, 200, null),
            new Route("GET", "/handshake/", UNCHECKED, 200, null),
            new Route("GET", "/avatars/{name}", UNCHECKED, 404, null),
            new Route("GET", "/auth/session/", UNCHECKED, 200, null),
            new Route("POST", "/auth/register/", PUBLIC, 400,
                    "{'username': 'anna-of-the-routes', 'email': 'anna-of-the-routes@example.org', 'password': 'velvet-otter-91', 'invitation_code': 'x'}"),
            new Route("POST", "/auth/verify-email/", PUBLIC, 400, "{'email': 'anna-of-the-routes@example.org', 'code': '123456', 'registration_id': 17}"),
            new Route("POST", "/auth/resend-verification/", PUBLIC, 400, "{'email': 'anna-of-the-routes@example.org'}"),
            new Route("POST", "/auth/validate-invitation/", PUBLIC, 200, "{'invitation_code': 'x'}"),
            new Route("POST", "/auth/login/", PUBLIC, 400, "{'identifier': 'anna-of-the-routes', 'password': 'velvet-otter-91'}"),
            new Route("POST", "/auth/password-reset/", PUBLIC, 400, "{'email': 'anna-of-the-routes@example.org'}"),
            new Route("POST", "/auth/password-reset/confirm/", PUBLIC, 400,
                    "{'email': 'anna-of-the-routes@example.org', 'code': '123456', 'password': 'velvet-otter-91'}"),
            new Route("GET", "/auth/oauth-config/", PUBLIC, 200, null),
            new Route("POST", "/auth/oauth/start/", PUBLIC, 400, "{'provider': 'github', 'redirect_uri': 'https://app.example.org/back', 'intent': 'login'}"),
            new Route("POST", "/auth/google/", PUBLIC, 400, BROUGHT_BACK),
            new Route("POST", "/auth/github/", PUBLIC, 400, BROUGHT_BACK),
            new Route("POST", "/auth/oidc/{provider}/", PUBLIC, 400, BROUGHT_BACK),
            new Route("POST", "/auth/bind/google/", SESSION, 400, BROUGHT_BACK),
            new Route("POST", "/auth/bind/github/", SESSION, 400, BROUGHT_BACK),
            new Route("POST", "/auth/bind/oidc/{provider}/", SESSION, 400, BROUGHT_BACK),
            new Route("GET", "/auth/social-accounts/", CALLER, 200, null),
            new Route("DELETE", "/auth/social-accounts/{provider}/", SESSION, 404, null),
            new Route("GET", "/auth/check/", CALLER, 200, null),
            new Route("GET", "/auth/sessions/", CALLER, 200, null),
            new Route("GET", "/settings/", CALLER, 200, null),
            new Route("PATCH", "/settings/", CALLER, 200, "{'username': 'anna-2', 'first_name': 'A', 'last_name': 'B', 'email': 'a@example.org', 'motto': 'C', 'social_link': 'https://example.org', "
                    + "'theme_preset': 'teal', 'theme_mode': 'L', 'api_base_url': 'https://example.org/api/v1', 'editor_mode': 'G', 'app_settings': {}, 'app_settings_updated_at': '2026-01-01T00:00:00Z'}"),
            new Route("DELETE", "/auth/sessions/{id}/", SESSION, 404, null),
            new Route("PATCH", "/auth/sessions/{id}/", SESSION, 400, "{'device_label': 'Mac'}"),
            new Route("DELETE", "/auth/sessions/", SESSION, 200, null),
            new Route("POST", "/auth/send-identity-code/", SESSION, 200, null),
            new Route("POST", "/auth/change-password/", SESSION, 400, "{'current_password': 'velvet-otter-91', 'new_password': 'velvet-otter-92', 'identity_code': '123456'}"),
            new Route("POST", "/auth/change-email/", SESSION, 400, "{'new_email': 'anna-of-the-routes@example.org', 'identity_code': '123456'}"),
            new Route("POST", "/auth/change-email/", SESSION, 400, "{'new_email': 'anna-of-the-routes@example.org', 'code': '123456'}"),
            new Route("POST", "/auth/rotate-api-key/", SESSION, 200, null),
            new Route("GET", "/admin/invitations/", SESSION, 403, null),
            new Route("POST", "/admin/invitations/", SESSION, 403, "{'label': 'x', 'max_uses': 1, 'expires_at': '2099-01-01T00:00:00Z'}"),
            new Route("DELETE", "/admin/invitations/{id}/", SESSION, 403, null),
            new Route("POST", "/auth/logout/", CALLER, 204, null)); // last: it ends the session of whoever walks through the list

    private Routes() {
    }

    /**
     * One call.
     *
     * @param path     below {@code /api/v1}
     * @param status   what a person who is not staff is answered, with an empty object as body where there is one, and with ids that nobody has
     * @param example  a body that holds every field, in single quotes; null where the call takes none
     */
    public record Route(String method, String path, Access.Level level, int status, String example) {

        public boolean takesBody() {
            return example != null;
        }

        public JsonObject body() {
            return Json.createReader(new StringReader(example.replace('\'', '"'))).readObject();
        }

        /** The path with an id, or name, that nobody has. */
        public String withNobodysId() {
            return path.replace("{id}", NOBODYS).replace("{name}", "00000000-0000-0000-0000-000000000000").replace("{provider}", "acme");
        }

        /** The example with another value for one field. */
        public String bodyWith(String field, JsonValue value) {
            return Json.createObjectBuilder(body()).add(field, value).build().toString();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }
}
