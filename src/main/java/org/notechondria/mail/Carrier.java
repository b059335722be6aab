package org.notechondria.mail;

import jakarta.mail.MessagingException;
import java.io.IOException;

/** Hands a message over to whoever takes it from here: a mail server, or a folder. When it returns, it is done. */
interface Carrier {

    /** @throws Undeliverable when it will never be taken; any other exception means: try again later */
    void carry(OutgoingMessage message) throws IOException, MessagingException, Undeliverable;
}
