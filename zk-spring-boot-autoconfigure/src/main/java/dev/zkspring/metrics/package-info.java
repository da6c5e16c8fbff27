/** Meters of clients, of annotated watches and of servers, for Micrometer. */
@NullMarked
package dev.zkspring.metrics;

import org.jspecify.annotations.NullMarked;
