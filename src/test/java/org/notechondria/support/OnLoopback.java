package org.notechondria.support;

import java.lang.reflect.Field;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.LoadableExtension;

/** The adapter takes the host from the server's banner, which is the network card's; the tests talk to loopback. */
public final class OnLoopback implements LoadableExtension {

    @Override
    public void register(ExtensionBuilder builder) {
        builder.observer(Rewrite.class);
    }

    /** Its public observer method is found by Arquillian. */
    public static final class Rewrite {

        public void rewrite(@Observes ProtocolMetaData metaData) throws ReflectiveOperationException {
            for (HTTPContext context : metaData.getContexts(HTTPContext.class)) {
                setHost(HTTPContext.class, context);
                for (Servlet servlet : context.getServlets()) {
                    setHost(Servlet.class, servlet);
                }
            }
        }

        private static void setHost(Class<?> type, Object target) throws ReflectiveOperationException {
            Field host = type.getDeclaredField("host");
            host.setAccessible(true);
            host.set(target, "127.0.0.1");
        }
    }
}
