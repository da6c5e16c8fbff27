/** Auto-configuration of the actuator endpoint. */
@NullMarked
package dev.zkspring.boot.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
