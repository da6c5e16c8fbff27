/** The same application with the starter. */
@NullMarked
package dev.zkspring.samples.startup;

import org.jspecify.annotations.NullMarked;
