package org.notechondria.body;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How many bytes of body a call takes, where that is not {@link Body#LIMIT}; stands on the parameter that holds the body. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface AtMost {
    int bytes();
}
