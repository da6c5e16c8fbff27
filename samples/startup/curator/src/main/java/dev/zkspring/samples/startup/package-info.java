/** The same application with a Curator client, connected by hand. */
@NullMarked
package dev.zkspring.samples.startup;

import org.jspecify.annotations.NullMarked;
