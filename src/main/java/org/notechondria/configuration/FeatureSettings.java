package org.notechondria.configuration;

/** Marks the typed settings of one feature: the start asks for every one of them, so that a wrong value stops the start and not a request. */
public interface FeatureSettings {
}
