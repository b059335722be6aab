package org.notechondria.support;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;

/** Lets Arquillian reach the tests inside the container past the front door, which is closed to paths that the program does not name. */
@WebListener
public final class RunnerInContainer implements ServletContextListener {
    private static final String RUNNER = "ArquillianServletRunnerEE9";

    @Override
    public void contextInitialized(ServletContextEvent started) {
        started.getServletContext().addFilter("past-the-front-door", new PastTheFrontDoor())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/" + RUNNER);
    }

    /** A forward is not a request: the front door does not see it. */
    public static final class PastTheFrontDoor extends HttpFilter {

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
            request.getServletContext().getNamedDispatcher(RUNNER).forward(request, response);
        }
    }
}
