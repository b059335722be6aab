package org.notechondria.recovery;

import org.notechondria.account.EmailAddress;
import org.notechondria.body.Fields;
import org.notechondria.credential.Password;

/** Reads what people type here out of a body's fields, and says there what can't be used. */
final class Typed {

    private Typed() {
    }

    static EmailAddress address(Fields fields, String name) {
        String typed = fields.text(name);
        if (fields.accepts(name) && EmailAddress.parse(typed).isEmpty()) {
            fields.reject(name, EmailAddress.RULE);
        }
        return new EmailAddress(EmailAddress.normalized(typed));
    }

    /** @param own as at {@link Password#objections} */
    static Password newPassword(Fields fields, String name, String... own) {
        Password password = Password.of(fields.text(name));
        if (fields.accepts(name)) {
            password.objections(own).forEach(objection -> fields.reject(name, objection));
        }
        return password;
    }
}
