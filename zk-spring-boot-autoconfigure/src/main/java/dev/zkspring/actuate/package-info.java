/** The actuator endpoint. */
@NullMarked
package dev.zkspring.actuate;

import org.jspecify.annotations.NullMarked;
