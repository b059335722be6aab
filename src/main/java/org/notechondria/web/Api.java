package org.notechondria.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** The JAX-RS application: every path of the wire contract lies below {@code /api/v1}. */
@ApplicationPath(Api.BASE)
public class Api extends Application {
    public static final String BASE = "api/v1";
    /** What every answer calls itself: the mobile clients' HTTP library takes a body without a charset for Latin-1. */
    public static final String JSON = "application/json;charset=utf-8";
    /** An id in a path, as a {@code long} holds it; anything else is nobody's. */
    public static final String PLAIN_ID = "[1-9][0-9]{0,17}";

    @Override
    public Map<String, Object> getProperties() {
        return Map.of(
                "jersey.config.server.wadl.disableWadl", true,
                "jersey.config.server.response.setStatusOverSendError", true);
    }
}
