package org.notechondria.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URL;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every test over HTTP stands on: the one deployed application, and a clock that is right again afterwards. */
@ArquillianTest
@RunAsClient
public abstract class ContractTest {
    @ArquillianResource
    private URL base;
    protected Http http;

    @BeforeEach
    void connect() {
        http = new Http(URI.create(base.toString()));
    }

    @AfterEach
    void setTheClockRight() {
        Sql.clockIsRight();
    }

    protected static void assertProblem(Http.Answer answer, int status, String detail) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("application/problem+json;charset=utf-8");
        assertThat(answer.detail()).isEqualTo(detail);
        if (status == 401) {
            assertThat(answer.header("WWW-Authenticate")).isNotBlank();
        }
    }
}
