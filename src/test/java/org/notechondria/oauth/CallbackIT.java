package org.notechondria.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.notechondria.support.ContractTest;
import org.notechondria.support.Http;
import org.notechondria.support.RawHttp;

/** Wire contract, section 6: the callback for providers whose redirect address points at this server. */
class CallbackIT extends ContractTest {

    @Test
    void the_browser_is_sent_on_to_the_frontend_with_code_state_and_error_and_nothing_else() {
        for (String provider : new String[] {"google", "github"}) {
            Http.Answer answer = http.sendRaw("GET", "/auth/" + provider + "/callback?code=a%2Fb%26c&state=s%20t&scope=email&hd=example.org&redirect=https://evil.example", null);
            assertThat(answer.status()).isEqualTo(302);
            assertThat(answer.header("Location")).isEqualTo("https://app.example.org/signed-in?code=a%2Fb%26c&state=s+t");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        }
        assertThat(http.sendRaw("GET", "/auth/google/callback?error=access_denied", null).header("Location")).isEqualTo("https://app.example.org/signed-in?error=access_denied");
    }

    @Test
    void what_can_not_be_decoded_is_not_carried_on() {
        String request = "GET /auth/google/callback?code=x%zz&state=y&decode=z&xstate=w HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        assertThat(RawHttp.once(http.root(), request).orElseThrow().header("Location")).isEqualTo("https://app.example.org/signed-in?state=y");
    }

    @Test
    void what_is_carried_on_can_not_leave_the_query() {
        String sent = http.sendRaw("GET", "/auth/google/callback?code=x%23y%0d%0aSet-Cookie%3a%20a&state=%7Bcode%7D", null).header("Location");
        assertThat(sent).startsWith("https://app.example.org/signed-in?code=x%23y%0D%0ASet-Cookie%3A+a").endsWith("state=%7Bcode%7D");
    }
}
