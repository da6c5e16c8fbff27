/** Auto-configuration of meters. */
@NullMarked
package dev.zkspring.boot.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
