/** One reader of notechondria.* properties; a typed record for each feature lives in that feature. */
package org.notechondria.configuration;
