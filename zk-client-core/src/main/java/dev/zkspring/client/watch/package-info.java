/** Watches that follow the state of a node instead of single events, built on the public API alone. */
@NullMarked
package dev.zkspring.client.watch;

import org.jspecify.annotations.NullMarked;
