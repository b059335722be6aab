package org.notechondria.provider;

/** What this server proves itself to a provider with. Never stored, never printed. Immutable. */
public final class ClientSecret {
    private final String text;

    ClientSecret(String text) {
        this.text = text;
    }

    String forTheProvider() {
        return text;
    }

    @Override
    public String toString() {
        return "****";
    }
}
