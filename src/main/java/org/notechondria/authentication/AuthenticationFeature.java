package org.notechondria.authentication;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import org.notechondria.web.Access;

/** Puts an {@link AuthenticationFilter} before every call that does not say {@link Access.Level#UNCHECKED}: closed by default. */
@Provider
public class AuthenticationFeature implements DynamicFeature {
    @Inject
    private Authentication authentication;

    @Override
    public void configure(ResourceInfo call, FeatureContext context) {
        Access.Level level = levelOf(call);
        if (level != Access.Level.UNCHECKED) {
            context.register(new AuthenticationFilter(authentication, level));
        }
    }

    static Access.Level levelOf(ResourceInfo call) {
        Access method = call.getResourceMethod().getAnnotation(Access.class);
        Access type = call.getResourceClass().getAnnotation(Access.class);
        return method != null ? method.value() : type != null ? type.value() : Access.Level.SESSION;
    }
}
