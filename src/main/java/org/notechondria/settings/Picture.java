package org.notechondria.settings;

/**
 * A picture of a person as it is kept and served: small, and written anew by us. Its bytes are shared, nobody changes them.
 *
 * @param mediaType  {@code image/png} or {@code image/jpeg}
 */
record Picture(String mediaType, byte[] content) {
}
