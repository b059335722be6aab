package org.notechondria.body;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.ws.rs.core.MediaType;
import java.util.Collections;
import java.util.Enumeration;

/**
 * A request whose body says that it is a form, or might be one, or says it in no words of a media type: it counts as bytes of no known kind. No call takes a
 * form, and the JAX-RS servlet would wait for its first byte before anybody asked who sends it, and answer what is no media type by itself.
 */
public final class FormlessRequest extends HttpServletRequestWrapper {
    private static final String HEADER = "Content-Type";

    private FormlessRequest(HttpServletRequest request) {
        super(request);
    }

    /** The request itself where its type is as good as any. */
    public static HttpServletRequest of(HttpServletRequest request) {
        String sent = request.getContentType();
        return sent == null || isOther(sent) ? request : new FormlessRequest(request);
    }

    private static boolean isOther(String sent) {
        try {
            return !MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(MediaType.valueOf(sent));
        } catch (IllegalArgumentException noMediaType) {
            return false;
        }
    }

    @Override
    public String getContentType() {
        return MediaType.APPLICATION_OCTET_STREAM;
    }

    @Override
    public String getHeader(String name) {
        return HEADER.equalsIgnoreCase(name) ? MediaType.APPLICATION_OCTET_STREAM : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return HEADER.equalsIgnoreCase(name) ? Collections.enumeration(Collections.singleton(MediaType.APPLICATION_OCTET_STREAM)) : super.getHeaders(name);
    }
}
