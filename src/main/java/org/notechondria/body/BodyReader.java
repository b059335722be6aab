package org.notechondria.body;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Hands a resource method its {@link Body}, whose size {@link BodyLimit} bounds. Which media types a call takes is the method's {@code @Consumes}. */
@Provider
public class BodyReader implements MessageBodyReader<Body> {

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == Body.class;
    }

    @Override
    public Body readFrom(Class<Body> type, Type genericType, Annotation[] annotations, MediaType mediaType,
            MultivaluedMap<String, String> headers, InputStream sent) throws IOException {
        return Body.parse(sent.readAllBytes());
    }
}
