package org.notechondria.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Who may make a call. A resource method (or its class) that says nothing asks for a caller: closed by default. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Access {
    Level value();

    /** From the most open to the most closed. */
    enum Level {
        /** The credential is not looked at: the service calls, and the probe, which looks itself. */
        UNCHECKED,
        /** Nobody need be signed in, but a credential that is sent must be good: the caller meant to authenticate. */
        PUBLIC,
        /** A session or an API key. */
        CALLER,
        /** A session: an API key gets 403, for it may not change who signs in. */
        SESSION
    }
}
