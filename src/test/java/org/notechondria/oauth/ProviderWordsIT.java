package org.notechondria.oauth;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.PlainJWT;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.notechondria.support.Http;
import org.notechondria.support.ProviderStub;
import org.notechondria.support.SharedNodes;
import org.notechondria.support.Sql;
import org.notechondria.support.TestNodes.TestNode;

/** I9: whatever a provider says, wherever it says it, its words are in no answer of ours and in no line of a node's log. */
class ProviderWordsIT {
    private static final String WORDS = "words-of-the-provider";
    private static final ProviderStub LIAR = ProviderStub.named("liar");
    private static TestNode node;

    @BeforeAll
    static void start() throws InterruptedException {
        node = SharedNodes.pair().get(0);
    }

    @AfterAll
    static void leave() {
        Sql.speakTo(null);
    }

    private static Http.Answer begin() {
        return node.http().post("/auth/oauth/start/", Map.of("provider", "liar", "intent", "login"));
    }

    private static Http.Answer signIn(String code) {
        Http.Answer begun = begin();
        assertThat(begun.status()).as(begun.toString()).isEqualTo(200);
        return node.http().post("/auth/oidc/liar/", Map.of("code", code, "intent", "login", "state", begun.json().getString("state"), "state_secret", begun.json().getString("state_secret")));
    }

    private static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse().withStatus(status).withHeader("Content-Type", "application/json").withBody(body);
    }

    private static void assertSilent(Http.Answer answer, Integer... statuses) {
        assertThat(answer.status()).as(answer.toString()).isIn((Object[]) statuses);
        assertThat(answer.toString()).doesNotContain(WORDS);
    }

    @Test
    void I9_the_words_of_a_provider_reach_neither_a_body_nor_a_log() throws Exception {
        ResponseDefinitionBuilder honest = okJson(ProviderStub.discovery(LIAR.issuer()));
        for (String lie : List.of(WORDS, "{\"issuer\": \"https://" + WORDS + "\"}", "{\"issuer\": [\"" + WORDS + "\"]}", "<html>" + WORDS,
                ProviderStub.discovery(LIAR.issuer()).replace(LIAR.issuer() + "/token", "ftp://" + WORDS))) {
            LIAR.discoveryAnswers(json(200, lie));
            assertSilent(begin(), 502);
        }
        LIAR.discoveryAnswers(honest);
        String unsigned = new PlainJWT(LIAR.somebody().claim("name", WORDS).build()).serialize();
        for (ResponseDefinitionBuilder lie : List.of(json(500, WORDS), json(200, WORDS), json(200, "<html>" + WORDS), json(404, "<b>" + WORDS + "</b>\r\n" + WORDS),
                json(400, "{\"error\": \"invalid_grant\", \"error_description\": \"" + WORDS + "\", \"error_uri\": \"https://" + WORDS + "\"}"),
                json(400, "{\"error\": \"" + WORDS + "\"}"), json(401, "{\"error\": \"invalid_client\", \"error_description\": \"" + WORDS + "\"}"),
                json(302, WORDS).withHeader("Location", "http://" + WORDS + "/"), json(200, "{\"access_token\": \"at\", \"token_type\": \"" + WORDS + "\", \"id_token\": \"" + WORDS + "\"}"),
                json(200, "{\"access_token\": \"at\", \"token_type\": \"Bearer\", \"id_token\": \"" + unsigned + "\"}").withHeader("X-Words", WORDS))) {
            assertSilent(signIn(LIAR.codeAnsweredWith(lie)), 400, 502);
        }
        for (String keys : List.of(WORDS, "{\"keys\": [{\"kty\": \"" + WORDS + "\"}]}")) {
            LIAR.keysAnswer(json(200, keys));
            assertSilent(signIn(LIAR.codeFor(LIAR.token(LIAR.somebody().issuer(WORDS).build()))), 400, 502);
        }
        LIAR.keysAnswer(okJson(new JWKSet(LIAR.key().toPublicJWK()).toString()));
        String log = Files.readString(node.log());
        assertThat(log).contains("the provider liar gave no usable answer").contains("the provider liar does not take this server's client id and secret");
        assertThat(log).doesNotContain(WORDS).doesNotContain("s3cret-of-the-liar");
    }
}
