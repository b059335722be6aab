package org.notechondria.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonString;
import jakarta.servlet.http.HttpServletRequest;
import org.notechondria.web.ClientAddress;
import org.notechondria.web.Fields;

/** The device that a sign-in request comes from: its address, its User-Agent, and what it calls itself. */
@ApplicationScoped
public class RequestDevice {
    @Inject
    private ClientAddress address;

    /** {@code device_label} of another type counts as not sent: a sign-in never fails over a label. */
    public Device of(Fields fields, HttpServletRequest request) {
        String label = fields.raw("device_label") instanceof JsonString sent ? sent.getString() : null;
        return Device.of(label, request.getHeader("User-Agent"), address.of(request));
    }
}
