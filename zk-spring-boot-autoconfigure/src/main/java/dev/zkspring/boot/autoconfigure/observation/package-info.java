/** Auto-configuration of observations. */
@NullMarked
package dev.zkspring.boot.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
