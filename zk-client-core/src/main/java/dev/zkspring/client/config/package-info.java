/** Immutable settings that the builder takes and that inner layers read. */
@NullMarked
package dev.zkspring.client.config;

import org.jspecify.annotations.NullMarked;
