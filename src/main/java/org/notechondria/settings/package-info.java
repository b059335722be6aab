/** What a person chose: the settings call and the avatar. */
package org.notechondria.settings;
