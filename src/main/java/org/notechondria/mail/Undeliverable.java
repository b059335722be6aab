package org.notechondria.mail;

/** Says that trying again can't help. Its message is logged, so it never holds an address or anything of the mail. */
final class Undeliverable extends Exception {

    Undeliverable(String why) {
        super(why);
    }
}
