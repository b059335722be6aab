/** Bodies: JSON and forms, bounded and read strictly; how answers are written. */
package org.notechondria.body;
