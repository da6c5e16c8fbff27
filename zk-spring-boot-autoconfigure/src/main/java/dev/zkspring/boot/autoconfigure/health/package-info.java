/** Auto-configuration of the health contributor. */
@NullMarked
package dev.zkspring.boot.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
